"""One walk along a route: while it goes on the next point, afterwards the moving accuracy."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.files import XLSX, respond_file
from anhuan.desk.forms import do_or_say
from anhuan.desk.lists import Column
from anhuan.desk.lists.export import write_workbook
from anhuan.desk.marks import Tag
from anhuan.desk.pages import post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.models import WalkTest
from anhuan.domains.calibration.pages.common import (
    cdf_chart,
    instrument_facts,
    percent,
    url,
    verdict_tag,
)
from anhuan.domains.calibration.queries import rows as queries
from anhuan.domains.calibration.queries.moving import Leg, WayReport, report_of
from anhuan.domains.calibration.rules.accuracy import Figures
from anhuan.domains.calibration.rules.routes import finish_blockers
from anhuan.domains.org.queries import account_of

COLUMNS = (
    Column("name", "测量点"), Column("area", "区域"),
    Column("error_m", "停留点误差", kind="number", unit="m"),
    Column("n", "途中点数", lambda leg: leg.figures.n if leg.figures else 0, kind="number"),
    Column("p68", "途中 68.27 %", lambda leg: leg.figures and leg.figures.p6827_m, kind="number",
           unit="m"),
    Column("off_m", "偏离路线 68.27 %", kind="number", unit="m"),
    Column("limit_m", "限值", kind="number", unit="m"),
)  # fmt: skip
HEADS = ["测量点", "区域", "停留点误差", "途中点数", "途中 68.27 %", "偏离路线", "限值"]


def respond_way(request: HttpRequest, found: WalkTest) -> HttpResponseBase:
    """The test; `?format=xlsx` for Excel."""
    account, made = account_of(request), report_of(found)
    if request.GET.get("format") == "xlsx":
        book = write_workbook("动态精度", COLUMNS, made.legs)
        return respond_file(request, book, f"{found} 动态精度报告.xlsx", XLSX)
    assert found.route is not None
    stops = [stop.point for stop in queries.stops_of(found.route)]
    done, is_open = len(made.legs), not found.is_over
    return respond_detail(
        request, found.name, template="calibration/way.html", target=found,
        crumbs=[("精度测试", reverse("calibration:walks"))], tags=[verdict_tag(found)],
        actions=_actions(found, done, len(stops)), facts=_facts(found, made, len(stops)),
        panels=[_legs(made)] if done else [], history=history_of(found)[:30],
        figures=[] if is_open else _figures(made), shortcomings=made.shortcomings,
        chart=None if is_open or not made.curve else cdf_chart(made.curve, made.limit_m),
        walk=found, following=stops[done] if done < len(stops) else None, done=done,
        stops=len(stops), may_edit=account.may("calibration.edit") and is_open,
    )  # fmt: skip


def _actions(found: WalkTest, done: int, stops: int) -> list[Action]:
    if found.is_over:
        return [Action("导出 Excel", "?format=xlsx")]
    return [
        Action("作废", url("walk_cancel", found), "calibration.edit", style="danger"),
        Action("完成并计算", url("walk_finish", found), "calibration.edit", "post", "primary",
               "完成后不能再补录，确定吗？", list(finish_blockers(done, stops))),
    ]  # fmt: skip


def _facts(found: WalkTest, made: WayReport, stops: int) -> list[Fact]:
    assert found.route is not None
    pace = "" if made.pace_mps is None else f"{made.pace_mps:.2f}"
    return [
        *instrument_facts(found),
        Fact("测试标签", found.tag.number, url=reverse("positioning:tag", args=[found.tag_id])),
        Fact("路线", str(found.route), url=url("route", found.route)),
        Fact("测量点", f"{len(made.legs)}/{stops}"),
        Fact("长度", f"{made.length_m:.0f}", "m"),
        Fact("平均速率", pace, "m/s" if pace else ""),
        Fact("测试人", found.started_by),
        Fact("开始", found.started_at),
        Fact("完成", found.finished_at),
        Fact("方法", "动态，AQ 3064.3-2025 附录 A.3"),
        Fact("说明", found.note, wide=True),
    ]


def _figures(made: WayReport) -> list[tuple[str, str, str]]:
    """(value, word, tone): the line of big numbers."""
    tone = "" if made.passed else "p2"
    return [
        (_metres(made.stops), "停留点 68.27 %", tone if made.stops else ""),
        (percent(made.valid_share), "有效数据（限 > 95 %）", ""),
        (_metres(made.moving), "途中 68.27 %", "" if made.stops else tone),
        (_metres(made.off_line), "偏离路线 68.27 %", ""),
        (f"{made.limit_m:g} m", "限值", ""),
    ]


def _metres(figures: Figures | None) -> str:
    return "—" if figures is None else f"{figures.p6827_m:.2f} m"


def _legs(made: WayReport) -> Panel:
    note = "停留点：到达 5 s 后的第一个定位；途中：与匀速行走时应在的位置相比"
    return Panel("逐点结果", table=Table(HEADS, [_cells(one) for one in made.legs]), note=note)


def _cells(leg: Leg) -> list[Any]:
    error: Any = "—" if leg.error_m is None else f"{leg.error_m:.2f} m"
    if leg.error_m is not None and leg.error_m > leg.limit_m:
        error = Tag(f"{leg.error_m:.2f} m", "p3")
    off = "—" if leg.off_m is None else f"{leg.off_m:.2f} m"
    count = leg.figures.n if leg.figures else 0
    return [leg.name, leg.area, error, count, _metres(leg.figures), off, f"{leg.limit_m:g} m"]


@post_only("calibration.edit")
def walk_pass(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The tag is at the next point of the route."""
    account = account_of(request)
    walk = queries.get_walk_for(account, pk)
    do_or_say(request, lambda: actions.pass_point(account, walk), "已到达")
    return redirect("calibration:walk", walk.pk)
