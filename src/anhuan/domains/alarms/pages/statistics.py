"""Statistics: by kind, area, time and handling state; false alarms; ISA-18.2 figures."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from anhuan.desk.details import Table
from anhuan.desk.pages import page
from anhuan.domains.alarms import queries
from anhuan.domains.alarms.forms.configuring import PeriodForm
from anhuan.domains.alarms.pages.kpis import kpi_table
from anhuan.domains.alarms.queries import Statistics
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock

LONGEST = timedelta(days=366)


@page("alarms.view")
def statistics(request: HttpRequest) -> HttpResponseBase:
    """The last 30 days, or those asked for."""
    form = PeriodForm(request.GET or None)
    first, last = _period(form)
    found = queries.statistics_of(
        account_of(request), _midnight(first), _midnight(last + timedelta(days=1)), clock.now()
    )
    context = {
        "title": "报警统计", "form": form, "first": first, "last": last, "found": found,
        "charts": _charts(found), "kpis": kpi_table(found.kpis), "false": _false_table(found),
    }  # fmt: skip
    return render(request, "alarms/statistics.html", context)


def _period(form: PeriodForm) -> tuple[date, date]:
    today = timezone.localtime(clock.now()).date()
    if not form.is_bound or not form.is_valid():
        return today - timedelta(days=29), today
    first, last = sorted((form.cleaned_data["first"], form.cleaned_data["last"]))
    return max(first, last - LONGEST), last


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _charts(found: Statistics) -> list[dict[str, Any]]:
    hours = [(f"{hour:02d}", found.by_hour[hour]) for hour in range(24)]
    return [
        _bars("按类型", found.by_kind.most_common(12), flat=True),
        _bars("按区域", found.by_area.most_common(12), flat=True),
        _bars("按日", list(found.by_day.items())),
        _bars("按时段", hours),
        _pie("处理状态", found.by_state),
        _pie("原因", found.by_cause),
    ]


def _bars(title: str, pairs: Iterable[tuple[str, int]], *, flat: bool = False) -> dict[str, Any]:
    """Bars for the `chart` island; lying ones for long names, the most frequent on top."""
    shown = list(reversed(list(pairs))) if flat else list(pairs)
    names = {"type": "category", "data": [name for name, _ in shown]}
    counts = {"type": "value", "minInterval": 1}
    series = [{"type": "bar", "name": "报警数", "data": [count for _, count in shown]}]
    x, y = (counts, names) if flat else (names, counts)
    return {"title": title, "option": {"xAxis": x, "yAxis": y, "series": series}, "height": 260}


def _pie(title: str, counted: Counter[str]) -> dict[str, Any]:
    data = [{"name": name, "value": count} for name, count in counted.most_common()]
    series = [{"type": "pie", "name": title, "radius": ["45%", "70%"], "data": data}]
    return {"title": title, "option": {"series": series}, "height": 260}


def _false_table(found: Statistics) -> Table:
    rows = [
        [rate.rule, rate.raised, rate.judged, rate.false, _percent(rate.share)]
        for rate in found.false
    ]
    heads = ["规则", "报警数", "已判定", "误报", "误报率"]
    return Table(heads, rows, "这段时间没有报警")


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"
