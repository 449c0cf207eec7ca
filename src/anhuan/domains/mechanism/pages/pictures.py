"""Charts of the overview, for the `chart` island."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from anhuan.domains.mechanism.models import WeekScore
from anhuan.domains.mechanism.rules.rates import Checks

HEIGHT = 260
MOST = 12
FORMATS = {"day": "%m-%d", "week": "%m-%d", "month": "%Y-%m"}
TITLES = {"day": "按天", "week": "按周", "month": "按月"}


def by_period(periods: Mapping[date, Checks], grain: str) -> dict[str, Any]:
    """How the tasks of each period ended, on top of one another."""
    shown = sorted(periods.items())
    names = [f"{day:{FORMATS[grain]}}" for day, _ in shown]
    parts = [("按时", "done", "good"), ("补检", "made_up", "p4"), ("漏检", "missed", "p2")]
    series = [
        {"type": "bar", "name": word, "stack": "n", "tone": tone,
         "data": [getattr(one, key) for _, one in shown]}
        for word, key, tone in parts
    ]  # fmt: skip
    return _chart(f"任务完成（{TITLES[grain]}）", names, series)


def by_share(title: str, rated: Sequence[tuple[str, Checks]]) -> dict[str, Any]:
    """Completion in percent, lying, the lowest on top."""
    known = [(name, one.completion_pct) for name, one in rated if one.completion_pct is not None]
    shown = list(reversed(sorted(known, key=lambda one: one[1])[:MOST]))
    names = {"type": "category", "data": [name for name, _ in shown]}
    series = [{"type": "bar", "name": title, "data": [pct for _, pct in shown]}]
    option = {"xAxis": {"type": "value", "max": 100}, "yAxis": names, "series": series}
    return {"title": title, "height": HEIGHT, "option": option}


def by_week(scores: Iterable[WeekScore]) -> dict[str, Any]:
    """The score of each week, as it was counted then."""
    shown = sorted(scores, key=lambda one: one.monday)
    names = [f"{one.monday:%m-%d}" for one in shown]
    series = [{"type": "line", "name": "得分", "data": [one.score for one in shown]}]
    chart = _chart("每周得分", names, series)
    chart["option"]["yAxis"] |= {"min": 0, "max": 100}
    return chart


def _chart(title: str, names: list[str], series: list[dict[str, Any]]) -> dict[str, Any]:
    option = {
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value", "minInterval": 1}, "series": series,
    }  # fmt: skip
    return {"title": title, "height": HEIGHT, "option": option}
