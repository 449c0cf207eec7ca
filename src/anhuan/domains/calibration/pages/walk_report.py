"""One walk test: while it goes on what to do next, afterwards the accuracy report."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.files import XLSX, respond_file
from anhuan.desk.lists import Column
from anhuan.desk.lists.export import write_workbook
from anhuan.desk.marks import Tag
from anhuan.desk.pages import page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.calibration.forms.walks import AtPointForm
from anhuan.domains.calibration.models import WalkTest
from anhuan.domains.calibration.pages.common import (
    RISKS,
    cdf_chart,
    instrument_facts,
    passed_tag,
    percent,
    url,
    verdict_tag,
)
from anhuan.domains.calibration.pages.way_report import respond_way
from anhuan.domains.calibration.queries import rows as queries
from anhuan.domains.calibration.queries.accuracy import Report, Row, report_of
from anhuan.domains.calibration.rules.walks import finish_blockers
from anhuan.domains.org.queries import account_of

HEADS = ["名称", "点数", "68.27 %", "75 %", "95 %", "均方根", "平均", "最大", "在 68 % 圆内",
         "限值", "结果"]  # fmt: skip


def _figure(name: str) -> Any:
    return lambda row: None if row.figures is None else round(getattr(row.figures, name), 3)


COLUMNS = (
    Column("name", "名称"), Column("area", "区域"),
    Column("risk", "风险", lambda row: RISKS.get(row.risk, "")),
    Column("is_key", "重点防爆", lambda row: "是" if row.is_key else ""),
    Column("n", "点数", lambda row: row.figures.n if row.figures else 0, kind="number"),
    *(
        Column(name, label, _figure(name), kind="number", unit="m")
        for name, label in (
            ("p6827_m", "68.27 % 误差"), ("p75_m", "75 % 误差"), ("p95_m", "95 % 误差"),
            ("rmse_m", "均方根误差"), ("mean_m", "平均误差"), ("worst_m", "最大误差"),
        )
    ),
    Column("inside", "真值在 68 % 圆内比例", _figure("inside"), kind="number"),
    Column("wrong_floor", "楼层错误点数", kind="number"),
    Column("limit_m", "限值", kind="number", unit="m"),
    Column("passed", "结果", lambda row: "合格" if row.passed else "不合格"),
)  # fmt: skip


@page("calibration.view")
def walk(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The test; `?format=xlsx` for Excel."""
    account = account_of(request)
    found = queries.get_walk_for(account, pk)
    if found.is_moving:
        return respond_way(request, found)
    made = report_of(found)
    if request.GET.get("format") == "xlsx":
        book = write_workbook("定位精度", COLUMNS, [*made.points, *made.areas, made.overall])
        return respond_file(request, book, f"{found} 精度报告.xlsx", XLSX)
    stands = list(queries.stands_of(found))
    standing = next((one for one in stands if one.until is None), None)
    open_one = not found.is_over
    return respond_detail(
        request, found.name, template="calibration/walk.html", target=found,
        crumbs=[("精度测试", reverse("calibration:walks"))], tags=[verdict_tag(found)],
        actions=_actions(found, len(stands), int(standing is not None)), facts=_facts(found),
        panels=[_stands(stands)] if open_one else _tables(made), history=history_of(found)[:30],
        figures=[] if open_one else _figures(made), chart=None if open_one else _chart(made),
        walk=found, standing=standing, may_edit=account.may("calibration.edit") and open_one,
        form=AtPointForm(company=found.company) if open_one else None,
    )  # fmt: skip


def _actions(found: WalkTest, stands: int, standing: int) -> list[Action]:
    if found.is_over:
        return [Action("导出 Excel", "?format=xlsx")]
    return [
        Action("补录停留", url("stand_add", found), "calibration.edit"),
        Action("作废", url("walk_cancel", found), "calibration.edit", style="danger"),
        Action("完成并计算", url("walk_finish", found), "calibration.edit", "post", "primary",
               "完成后不能再补录，确定吗？", list(finish_blockers(stands, standing))),
    ]  # fmt: skip


def _facts(found: WalkTest) -> list[Fact]:
    ranges = "已取得" if found.has_ranges else "未取得（引擎没有应答、超过 2 小时或非测距标签）"
    return [
        Fact("测试标签", found.tag.number, url=reverse("positioning:tag", args=[found.tag_id])),
        Fact("测试人", found.started_by),
        Fact("开始", found.started_at),
        Fact("完成", found.finished_at),
        Fact("方法", "静态，AQ 3064.3-2025 附录 A.2"),
        *instrument_facts(found),
        Fact("基站量距", ranges if found.state == "finished" else ""),
        Fact("说明", found.note, wide=True),
    ]


def _figures(made: Report) -> list[tuple[str, str, str]]:
    """(value, word, tone): the line of big numbers."""
    one = made.overall.figures
    if one is None:
        return []
    return [
        (f"{one.p6827_m:.2f} m", "68.27 % 误差", "" if made.passed else "p2"),
        (f"{one.p95_m:.2f} m", "95 % 误差", ""),
        (f"{one.rmse_m:.2f} m", "均方根误差", ""),
        (percent(one.inside), "真值在 68 % 圆内", ""),
        (str(one.n), "定位点", ""),
    ]


def _tables(made: Report) -> list[Panel]:
    return [
        Panel("按区域", table=Table(HEADS, [_cells(one) for one in made.areas])),
        Panel("按测量点", table=Table(HEADS, [_cells(one) for one in made.points]),
              note="每个测量点都不超过限值为合格"),
        _conformity(made),
    ]  # fmt: skip


def _conformity(made: Report) -> Panel:
    """Whether it counts as a test by the standard's method, and what is missing."""
    rows = [(Tag("不符合", "p2"), one) for one in made.shortcomings]
    done = "测试地点、时长、采样和设备符合附录 A.1、A.2，可作为年度测试记录"
    table = Table(["", "说明"], rows or [(Tag("符合", "good"), done)])
    return Panel("测试方法（附录 A.1、A.2）", table=table)


def _cells(row: Row) -> list[Any]:
    limit = f"{row.limit_m:g} m" + ("（重点）" if row.is_key else "")
    one = row.figures
    if one is None:
        return [row.name, 0, *["—"] * 7, limit, Tag("无定位", "p2")]
    lengths = (one.p6827_m, one.p75_m, one.p95_m, one.rmse_m, one.mean_m, one.worst_m)
    metres = [f"{m:.2f}\N{NO-BREAK SPACE}m" for m in lengths]
    return [row.name, one.n, *metres, percent(one.inside), limit, passed_tag(row.passed)]


def _stands(stands: list[Any]) -> Panel:
    rows = [(str(one.point), one.since, one.until or Tag("停留中", "accent")) for one in stands]
    return Panel("停留记录", table=Table(["测量点", "到点", "离开"], rows, "还没有停留"))


def _chart(made: Report) -> dict[str, Any] | None:
    """The CDF, with 68.27 % and the strictest limit as lines."""
    if not made.curve:
        return None
    return cdf_chart(made.curve, min(one.limit_m for one in made.points))
