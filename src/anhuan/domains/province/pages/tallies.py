"""Counted lines under conditions, each leading to what it counts: seen, exported, printed."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.details import Table, Tag
from anhuan.desk.files import CSV, XLSX, respond_file
from anhuan.desk.lists import Column, Filter
from anhuan.desk.lists.export import plain, write_csv, write_workbook
from anhuan.desk.lists.filters import apply_filters
from anhuan.desk.marks import read
from anhuan.desk.pages import page
from anhuan.desk.paper import PDF, ledger, print_papers
from anhuan.domains.org.queries import account_of
from anhuan.domains.province import queries
from anhuan.domains.province.forms.filters import DUTIES, RISKS, WORKS
from anhuan.domains.province.pages.words import crumbs
from anhuan.domains.province.queries.control import units_of
from anhuan.domains.province.queries.tallies import BY, Tally, tallies
from anhuan.domains.province.rules.control import STATES, Duty, Unit, duties_of, state_of
from anhuan.kernel import clock

SHOWN = 500  # lines of a page; an export has them all


@page("province.view")
def works(request: HttpRequest) -> HttpResponseBase:
    """`?by=` one of the eight conditions, narrowed by all of them (AQ 3064.2-2025 6.3)."""
    by = request.GET.get("by", "")
    by = by if by in BY else "enterprise"
    rows = apply_filters(request, queries.visible_rows(account_of(request), "work"), WORKS,
                         request.GET)  # fmt: skip
    columns = [
        Column("word", BY[by], kind="link", url=lambda one: _works_url(request, one)),
        Column("all", "作业数"), Column("running", "进行中"), Column("done", "已完成"),
        Column("cancelled", "已取消"), Column("alarmed", "有报警"),
    ]  # fmt: skip
    grouping = Filter("by", "统计依据", choices=list(BY.items()))
    return _respond(request, "特殊作业统计", columns, tallies(rows, by), (grouping, *WORKS),
                    "没有符合条件的作业。")  # fmt: skip


def _works_url(request: HttpRequest, one: Tally) -> str:
    """The works counted here, under the same conditions."""
    keys = [key for each in WORKS for key in (each.key, f"{each.key}_from", f"{each.key}_to")]
    given = {key: request.GET[key] for key in keys if request.GET.get(key)}
    return f"{reverse('province:works')}?{urlencode(given | dict(one.query))}"


@page("province.view")
def risks(request: HttpRequest) -> HttpResponseBase:
    """Major risks with their state of control (AQ 3064.1-2025 5.2.2)."""
    wanted = request.GET.get("state", "")
    units = [one for one in _units(request, RISKS) if wanted in ("", state_of(one))]
    columns = [
        Column("name", "风险分析单元"),
        Column("plant", "企业", kind="link", url=_plant_url),
        Column("state", "管控状态", _state, kind="tag"), Column("department", "责任部门"),
        Column("person", "责任人"), Column("events", "风险事件"), Column("measures", "管控措施"),
        Column("tasks", "排查任务"), Column("late", "任务超期"), Column("hazards", "未闭环隐患"),
        Column("overdue", "整改超期"),
    ]  # fmt: skip
    return _respond(request, "重大风险管控", columns, units, RISKS,
                    "监管范围内的企业还没有上报双重预防数据（表1 至表6）。")  # fmt: skip


@page("province.view")
def duties(request: HttpRequest) -> HttpResponseBase:
    """What those responsible have done (AQ 3064.1-2025 5.2.3)."""
    found = duties_of(_units(request, DUTIES))
    columns = [
        Column("person", "责任人"),
        Column("plant", "企业", kind="link", url=_plant_url),
        Column("units", "负责单元"), Column("tasks", "排查任务"), Column("late", "任务超期"),
        Column("done_pct", "按时完成率", unit="%"), Column("hazards", "未闭环隐患"),
        Column("overdue", "整改超期"),
    ]  # fmt: skip
    return _respond(request, "包保责任履职", columns, found, DUTIES,
                    "监管范围内的企业还没有上报双重预防数据（表1 至表6）。")  # fmt: skip


def _units(request: HttpRequest, filters: Sequence[Filter]) -> list[Unit]:
    plants = queries.visible_enterprises(account_of(request))
    narrowed = [one for one in filters if one.apply]
    chosen = apply_filters(request, plants, narrowed, request.GET)
    return units_of(chosen.values_list("pk", flat=True), clock.now())


def _state(one: Unit) -> Tag:
    return Tag(*STATES[state_of(one)])


def _plant_url(one: Unit | Duty) -> str:
    return reverse("province:enterprise", args=[one.enterprise])


def _respond(
    request: HttpRequest, title: str, columns: Sequence[Column], lines: Sequence[Any],
    filters: Sequence[Filter], empty: str,
) -> HttpResponseBase:  # fmt: skip
    """The page, or with `?format=` a workbook, plain text or paper."""
    if (wanted := request.GET.get("format", "")) in ("xlsx", "csv", "pdf"):
        return _file(request, wanted, title, columns, lines)
    given = request.GET.copy()
    given.pop("format", None)
    boxes = [(one, one.options(request), _given(request, one)) for one in filters]
    return render(request, "province/tallies.html", {
        "title": title, "crumbs": crumbs(), "filter_boxes": boxes, "query": given.urlencode(),
        "panel": {"title": f"共 {len(lines)} 行", "table": _table(columns, lines, empty)},
    })  # fmt: skip


def _file(
    request: HttpRequest, wanted: str, title: str, columns: Sequence[Column], lines: Sequence[Any]
) -> HttpResponseBase:
    name = f"{title} {timezone.localtime():%Y%m%d-%H%M}.{wanted}"
    if wanted == "xlsx":
        return respond_file(request, write_workbook(title, columns, lines), name, XLSX)
    if wanted == "csv":
        return respond_file(request, write_csv(columns, lines), name, CSV)
    cells = [[_text(plain(column, one)) for column in columns] for one in lines]
    note = f"打印于 {timezone.localtime():%Y-%m-%d %H:%M}，共 {len(lines)} 行"
    paper = ledger(title, [one.label for one in columns], cells, note=note)
    return respond_file(request, BytesIO(print_papers([paper])), name, PDF, inline=True)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _given(request: HttpRequest, one: Filter) -> str | tuple[str, str]:
    if one.kind == "date_range":
        return request.GET.get(f"{one.key}_from", ""), request.GET.get(f"{one.key}_to", "")
    return request.GET.get(one.key, "")


def _table(columns: Sequence[Column], lines: Sequence[Any], empty: str) -> Table:
    rows = [[_cell(column, one) for column in columns] for one in lines[:SHOWN]]
    return Table([one.label for one in columns], rows, empty)


def _cell(column: Column, one: Any) -> Any:
    value = read(one, column.value or column.key)
    if column.url is not None:
        return str(value), column.url(one)
    if value is None:
        return "—"
    return value if column.kind == "tag" else f"{value}{column.unit}"
