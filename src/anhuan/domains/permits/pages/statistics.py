"""Statistics: now and over a span, by kind, grade, place, unit, month; alarms by code."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from anhuan.desk.files import respond_file
from anhuan.desk.lists import Column
from anhuan.desk.lists.export import write_workbook
from anhuan.desk.pages import page
from anhuan.desk.paper import PDF, print_papers
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.forms.filters import GROUP_LABELS
from anhuan.domains.permits.paper.statistics import statistics_paper
from anhuan.domains.permits.queries.figures import figures_of
from anhuan.domains.permits.queries.statistics import Counted, Statistics, statistics_of
from anhuan.kernel import clock

LONGEST = timedelta(days=3 * 366)
MOST = 12


@page("permits.view")
def statistics(request: HttpRequest) -> HttpResponseBase:
    """The last 30 days, or those asked for; every bar leads to the ledger."""
    first, last = _span(request)
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    found = statistics_of(account_of(request), begin, end)
    if request.GET.get("format") == "xlsx":
        return _workbook(found, first, last)
    if request.GET.get("format") == "pdf":
        return _printed(request, found, first, last)
    days = f"starts_at_from={first:%Y-%m-%d}&starts_at_to={last:%Y-%m-%d}"
    context = {
        "title": "作业票统计", "first": first, "last": last, "found": found, "days": days,
        "groups": [(GROUP_LABELS[key], n, f"group={key}") for key, n in found.groups.items()],
        "keeper": figures_of(company_of(account_of(request))).keeper,
        "charts": _charts(found), "tables": _tables(found),
    }  # fmt: skip
    return render(request, "permits/statistics.html", context)


_COLUMNS = [
    Column("dimension", "维度", lambda row: row[0]), Column("item", "项目", lambda row: row[1]),
    Column("count", "作业票", lambda row: row[2], kind="number"),
]  # fmt: skip


def _workbook(found: Statistics, first: date, last: date) -> FileResponse:
    """Every count as a line, the months as a trend: for risk assessment and planning elsewhere."""
    rows = [(title, label, n) for title, counted in _tables(found) for label, n, _ in counted]
    for one in found.months:
        told = (("预约", one.booked), ("签发", one.issued), ("开工", one.started),
                ("无票作业", one.unpermitted))  # fmt: skip
        rows += [(f"按月{what}", one.label, n) for what, n in told]
    file = write_workbook("作业票统计", _COLUMNS, rows)
    return FileResponse(file, as_attachment=True, filename=f"作业票统计 {first}～{last}.xlsx")


def _printed(request: HttpRequest, found: Statistics, first: date, last: date) -> HttpResponseBase:
    groups = [(GROUP_LABELS[key], n) for key, n in found.groups.items()]
    company = company_of(account_of(request)).name
    paper = statistics_paper(company, (first, last), found, groups, _tables(found), clock.now())
    name = f"作业票统计 {first}～{last}.pdf"
    return respond_file(request, BytesIO(print_papers([paper])), name, PDF, inline=True)


def _span(request: HttpRequest) -> tuple[date, date]:
    today = timezone.localtime(clock.now()).date()
    try:
        given = [date.fromisoformat(request.GET[name]) for name in ("first", "last")]
    except (KeyError, ValueError):
        return today - timedelta(days=29), today
    first, last = sorted(given)
    return max(first, last - LONGEST), last


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _charts(found: Statistics) -> list[dict[str, Any]]:
    charts = [
        _bars("按作业类型", found.by_kind), _bars("按级别", found.by_grade),
        _bars("按位置", found.by_place), _bars("按申请单位", found.by_unit),
        _bars("按月", found.by_month, flat=False), _bars("报警按代码", found.by_alarm),
    ]  # fmt: skip
    return [one for one in charts if one]


def _bars(title: str, counted: Counted, *, flat: bool = True) -> dict[str, Any]:
    """Bars for the `chart` island; lying ones with the most frequent on top."""
    if not counted:
        return {}
    shown = list(reversed(counted[:MOST])) if flat else counted
    names = {"type": "category", "data": [name for name, *_ in shown]}
    counts = {"type": "value", "minInterval": 1}
    series = [{"type": "bar", "name": title, "data": [n for _, n, _ in shown]}]
    x, y = (counts, names) if flat else (names, counts)
    return {"title": title, "option": {"xAxis": x, "yAxis": y, "series": series}, "height": 260}


def _tables(found: Statistics) -> list[tuple[str, Counted]]:
    rows = [
        ("作业类型", found.by_kind), ("级别", found.by_grade), ("位置", found.by_place),
        ("设备设施", found.by_structure), ("申请单位", found.by_unit),
        ("承包商", found.by_contractor), ("状态", found.by_state), ("报警", found.by_alarm),
    ]  # fmt: skip
    return [(title, counted) for title, counted in rows if counted]
