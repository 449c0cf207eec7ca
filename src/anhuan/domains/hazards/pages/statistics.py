"""Statistics over a span: every bar leads to the ledger; rates by unit and by person (DUAL-024)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anhuan.desk.pages import page
from anhuan.domains.hazards.queries.statistics import Counted, Statistics, statistics_of
from anhuan.domains.hazards.rules.rates import Counts
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock

LONGEST = timedelta(days=3 * 366)
USUAL = timedelta(days=89)
MOST = 12


@page("hazards.view")
def statistics(request: HttpRequest) -> HttpResponse:
    """The last ninety days, or those asked for."""
    first, last = span_of(request)
    found = statistics_of(account_of(request), *moments(first, last), clock.now())
    days = f"found_at_from={first:%Y-%m-%d}&found_at_to={last:%Y-%m-%d}"
    context = {
        "title": "隐患统计", "first": first, "last": last, "found": found, "days": days,
        "figures": _figures(found), "charts": _charts(found), "tables": _tables(found),
        "rates": [("责任单位", _rows(found.units)), ("整改责任人", _rows(found.people))],
    }  # fmt: skip
    return render(request, "hazards/statistics.html", context)


def span_of(request: HttpRequest) -> tuple[date, date]:
    """First and last plant day asked for."""
    today = timezone.localtime(clock.now()).date()
    try:
        given = [date.fromisoformat(request.GET[name]) for name in ("first", "last")]
    except (KeyError, ValueError):
        return today - USUAL, today
    first, last = sorted(given)
    return max(first, last - LONGEST), last


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """The half-open span of both whole days."""
    return _midnight(first), _midnight(last + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def share(value: float | None) -> str:
    """97.5 %, or a dash."""
    return "—" if value is None else f"{value:g} %"


def _figures(found: Statistics) -> list[tuple[str, str, str]]:
    """(value, word, the ledger's filter)."""
    counts, days = found.counts, found.days_to_close
    return [
        (str(counts.total), "隐患", ""), (str(counts.major), "重大隐患", "level=1"),
        (str(counts.overdue), "逾期未闭环", "overdue=1"),
        (share(counts.cured_pct), "整改率", "state=accepted"),
        (share(counts.in_time_pct), "按期整改率", ""),
        (share(counts.recurrent_pct), "复发率", "recurrent=1"),
        ("—" if days is None else f"{days:.1f}", "平均闭环天数", ""),
    ]  # fmt: skip


def _rows(rated: list[tuple[str, Counts, str]]) -> list[dict[str, Any]]:
    return [
        {"label": label, "counts": counts, "query": query, "cured": share(counts.cured_pct),
         "in_time": share(counts.in_time_pct), "recurrent": share(counts.recurrent_pct)}
        for label, counts, query in rated
    ]  # fmt: skip


def _charts(found: Statistics) -> list[dict[str, Any]]:
    charts = [
        _months(found), _bars("按责任单位", found.by_unit), _bars("按类型", found.by_kind),
        _bars("按来源", found.by_source), _bars("按区域", found.by_area),
        _bars("按等级", found.by_level),
    ]  # fmt: skip
    return [one for one in charts if one]


def _months(found: Statistics) -> dict[str, Any]:
    if not found.by_month:
        return {}
    names = {"type": "category", "data": [month for month, *_ in found.by_month]}
    series = [
        {"type": "bar", "name": "发现", "data": [n for _, n, _ in found.by_month]},
        {"type": "bar", "name": "其中已验收", "data": [n for *_, n in found.by_month]},
    ]
    counts = {"type": "value", "minInterval": 1}
    option = {"xAxis": names, "yAxis": counts, "series": series}
    return {"title": "按月", "option": option, "height": 260}


def _bars(title: str, counted: Counted) -> dict[str, Any]:
    """Lying bars for the `chart` island, the most frequent on top."""
    if not counted:
        return {}
    shown = list(reversed(counted[:MOST]))
    names = {"type": "category", "data": [name for name, *_ in shown]}
    series = [{"type": "bar", "name": title, "data": [n for _, n, _ in shown]}]
    counts = {"type": "value", "minInterval": 1}
    return {"title": title, "height": 260,
            "option": {"xAxis": counts, "yAxis": names, "series": series}}  # fmt: skip


def _tables(found: Statistics) -> list[tuple[str, Counted]]:
    rows = [("状态", found.by_state), ("等级", found.by_level), ("类型", found.by_kind),
            ("来源", found.by_source), ("区域", found.by_area)]  # fmt: skip
    return [(title, counted) for title, counted in rows if counted]
