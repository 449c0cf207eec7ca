"""The ledger by the eleven dimensions of AQ 3064.2-2025 5.11.3, with Excel and CSV."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.lists import BulkAction, Column, Link, ListSpec, respond_list
from anhuan.desk.pages import page
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits.forms.filters import PERMIT_FILTERS, PERMIT_SEARCH
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.models.crew import Part
from anhuan.domains.permits.pages.words import grade_label, row_tone, state_tag
from anhuan.domains.permits.queries import ledger_permits


def _people(permit: Permit, *parts: str) -> str:
    return "、".join(one.person.name for one in permit.people.all() if one.part in parts)


def _alarms(permit: Permit) -> str:
    return "、".join(dict.fromkeys(one.code for one in permit.alarms.all()))


COLUMNS = [
    Column("number", "编号", kind="link", sort="number"),
    Column("kind", "作业类型", Permit.get_kind_display, sort="kind"),
    Column("grade", "级别", grade_label, sort="grade"),
    Column("state", "状态", state_tag, kind="tag", sort="state"),
    Column("content", "作业内容"),
    Column("place", "作业位置", sort="place"),
    Column("unit", "申请单位", "unit.name", sort="unit__name"),
    Column("work_unit", "作业单位", sort="work_unit", phone=False),
    Column("workers", "作业人员", lambda p: _people(p, Part.WORKER, Part.COMMANDER, Part.SLINGER)),
    Column("starts_at", "计划开始", kind="time", sort="starts_at"),
    Column("ends_at", "计划结束", kind="time", sort="ends_at", hidden=True),
    Column("alarms", "报警", _alarms),
    Column("area", "区域", "area.name", sort="area__name", hidden=True),
    Column("guardians", "监护人", lambda p: _people(p, Part.GUARDIAN), hidden=True),
    Column("contractor", "承包商", "contractor.name", sort="contractor__name", hidden=True),
    Column("issued_at", "签发时间", kind="time", sort="issued_at", hidden=True),
    Column("started_at", "实际开始", kind="time", sort="started_at", hidden=True),
    Column("finished_at", "完工时间", kind="time", sort="finished_at", hidden=True),
    Column("accepted_at", "验收时间", kind="time", sort="accepted_at", hidden=True),
    Column("reserved_by", "申请人", "reserved_by.display_name", hidden=True),
    Column("closed_why", "关闭原因", hidden=True),
]


@page("permits.view")
def ledger(request: HttpRequest) -> HttpResponseBase:
    """Every permit one may see; the number of rows is the eleventh dimension."""
    spec = ListSpec(
        title="作业票台账", noun="张", columns=COLUMNS, filters=PERMIT_FILTERS,
        search=PERMIT_SEARCH, search_hint="编号、内容、位置", default_sort="-starts_at",
        row_url=lambda permit: reverse("permits:permit", args=[permit.pk]), row_tone=row_tone,
        links=[Link("统计", reverse("permits:statistics")),
               Link("今日作业", reverse("permits:permits"))],
        bulk=[BulkAction("打印所选", reverse("permits:print_many"), "permits.view")],
        create_url=reverse("permits:choose_kind"), create_right="permits.apply",
        create_label="预约作业",
        csv=True, template="permits/ledger.html",
        empty="还没有作业票。先预约一项作业，批准后填写申请。",
    )  # fmt: skip
    return respond_list(request, spec, ledger_permits(account_of(request)))
