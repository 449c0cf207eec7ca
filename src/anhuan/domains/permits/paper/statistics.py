"""The statistics of a span: counts by every dimension as bars, the trend, what became of alarms."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils import timezone

from anhuan.desk.paper import Cell, Grid, Paper, Prose, Section, bar, label, value
from anhuan.domains.permits.queries.statistics import Counted, Handled, Month, Statistics

MOST = 20  # bars of a dimension; the rest is one line
MONTHS = ("月份", "预约", "签发", "开工", "无票作业")
HANDLED = ("报警", "次数", "未结束", "平均处置（min）")


def statistics_paper(
    company: str, span: tuple[date, date], found: Statistics,
    groups: Iterable[tuple[str, int]], tables: Iterable[tuple[str, Counted]], now: datetime,
) -> Paper:  # fmt: skip
    """`groups`: how many stand where now; `tables`: (dimension, its counts)."""
    first, last = span
    states = "，".join(f"{text} {count}" for text, count in groups)
    told = f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}共 {found.total} 张作业票：{states}。"
    sections = [Section((Prose(told),))]
    sections += [Section((_bars(counted),), f"按{title}") for title, counted in tables]
    sections += _trend(found.months)
    sections += _handled(found.handled)
    printed = f"打印于 {timezone.localtime(now):%Y-%m-%d %H:%M}"
    return Paper("作业票统计", tuple(sections), company=company, notes=(printed,))


def _bars(counted: Counted) -> Grid:
    most = max(count for _, count, _ in counted)
    return Grid((60, 18, 0), tuple(_lines(counted, most)))


def _lines(counted: Counted, most: int) -> Iterator[tuple[Cell, ...]]:
    for text, count, _ in counted[:MOST]:
        yield value(text), _number(count), bar(count / most)
    if rest := counted[MOST:]:
        yield value(f"其他 {len(rest)} 项"), _number(sum(n for _, n, _ in rest)), value("")


def _trend(months: Sequence[Month]) -> Iterator[Section]:
    rows = [
        (value(one.label), *map(_number, (one.booked, one.issued, one.started, one.unpermitted)))
        for one in months
    ]
    if rows:
        grid = Grid((30, 0, 0, 0, 0), (tuple(map(label, MONTHS)), *rows), header=1)
        yield Section((grid,), "按月：预约、签发与无票作业")


def _handled(handled: Sequence[Handled]) -> Iterator[Section]:
    rows = [
        (value(one.label), _number(one.count), _number(one.standing),
         value("—" if one.mean_min is None else f"{one.mean_min:g}", align="right"))
        for one in handled
    ]  # fmt: skip
    if rows:
        grid = Grid((0, 20, 20, 32), (tuple(map(label, HANDLED)), *rows), header=1)
        yield Section((grid,), "报警处置")


def _number(count: int) -> Cell:
    return value(f"{count:,}", align="right")
