"""The ledger: the eighteen contents of 附件2 4.1.2(3) and more, filtered, exported, printed."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.lists import BulkAction, Column, Link, ListSpec, respond_list
from anhuan.desk.pages import page
from anhuan.domains.hazards.forms.filters import HAZARD_FILTERS, HAZARD_SEARCH
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.pages.words import level_tag, row_tone, state_tag
from anhuan.domains.hazards.queries import deleted_hazards, visible_hazards
from anhuan.domains.org.queries import account_of


def _kind(hazard: Hazard) -> str:
    return "" if hazard.kind is None else hazard.get_kind_display()


def _way(hazard: Hazard) -> str:
    return "" if hazard.way is None else hazard.get_way_display()


COLUMNS = [
    Column("number", "编号", kind="link", sort="number"),
    Column("name", "隐患名称"),
    Column("level", "隐患等级", level_tag, kind="tag", sort="level"),
    Column("state", "状态", state_tag, kind="tag", sort="state"),
    Column("place", "地点"),
    Column("kind", "隐患类型", _kind, sort="kind"),
    Column("source", "隐患来源", Hazard.get_source_display, sort="source"),
    Column("unit", "整改责任单位", "unit.name"),
    Column("rectifier", "整改责任人", "rectifier_name"),
    Column("due_at", "整改期限", kind="time", sort="due_at"),
    Column("found_at", "排查日期", kind="time", sort="found_at", phone=False),
    Column("description", "隐患内容", hidden=True),
    Column("check_unit", "实施部门", "check_unit.name", hidden=True),
    Column("inspectors", "排查人员", hidden=True),
    Column("way", "治理类型", _way, hidden=True),
    Column("basis", "判定依据", hidden=True),
    Column("cause", "原因分析", hidden=True),
    Column("funds_cny", "整改资金", kind="number", unit="元", hidden=True),
    Column("funds_source", "资金来源", Hazard.get_funds_source_display, hidden=True),
    Column("treatment", "整改措施", hidden=True),
    Column("result", "整改落实情况", hidden=True),
    Column("submitted_at", "整改完成时间", kind="time", hidden=True),
    Column("accept_unit", "评估验收单位", hidden=True),
    Column("acceptor_name", "验收人员", hidden=True),
    Column("accepted_at", "验收时间", kind="time", hidden=True),
    Column("reporter_name", "登记人", hidden=True),
    Column("reported_at", "登记时间", kind="time", hidden=True),
    Column("area", "区域", "area.name", hidden=True),
    Column("object_code", "风险分析对象编码", hidden=True),
]


@page("hazards.view")
def ledger(request: HttpRequest) -> HttpResponseBase:
    """Every hazard one may see."""
    spec = ListSpec(
        title="隐患台账", noun="条", columns=COLUMNS, filters=HAZARD_FILTERS, search=HAZARD_SEARCH,
        search_hint="编号、名称、内容、地点", row_url=_url, row_tone=row_tone,
        create_url=reverse("hazards:create"), create_right="hazards.report",
        create_label="上报隐患", import_url=reverse("hazards:import"),
        import_right="hazards.edit",
        links=[
            Link("看板", reverse("hazards:hazards")), Link("统计", reverse("hazards:statistics")),
            Link("已删除", reverse("hazards:deleted"), "hazards.edit"),
        ],
        bulk=[BulkAction("图文报告", reverse("hazards:report"), "hazards.view")],
        empty="还没有隐患。先上报一条，或用 Excel 导入以前的台账。",
    )  # fmt: skip
    rows = visible_hazards(account_of(request)).order_by("-id")
    return respond_list(request, spec, rows)


@page("hazards.edit")
def deleted(request: HttpRequest) -> HttpResponseBase:
    """What was marked as deleted: kept, and sent to the province as deleted."""
    columns = [*COLUMNS[:5], Column("deleted_at", "删除时间", kind="time", sort="deleted_at")]
    spec = ListSpec(
        title="已删除的隐患", columns=columns, row_url=_url, search=HAZARD_SEARCH,
        default_sort="-deleted_at", links=[Link("台账", reverse("hazards:ledger"))],
        empty="没有删除过隐患。",
    )  # fmt: skip
    return respond_list(request, spec, deleted_hazards(account_of(request)))


def _url(hazard: Hazard) -> str:
    return reverse("hazards:hazard", args=[hazard.pk])
