"""The record sheet of a route's day on paper, A4 across."""

from datetime import datetime

from django.utils import timezone

from anhuan.desk.paper import Cell, Grid, Paper, Section, label, value
from anhuan.domains.inspection.queries.sheet import DaySheet
from anhuan.domains.inspection.rules.sheet import Line

AT_ONCE = 8  # rounds side by side; a thirteenth column would be unreadable


def sheet_paper(company: str, found: DaySheet, now: datetime) -> Paper:
    """One section for each eight rounds."""
    rounds = range(0, max(len(found.rounds), 1), AT_ONCE)
    sections = tuple(Section((_grid(found, begin),), new_page=begin > 0) for begin in rounds)
    printed = f"打印于 {timezone.localtime(now):%Y-%m-%d %H:%M}；√ 正常，停 停用未检，空白未检"
    return Paper(
        f"{found.route.name}巡检记录表", sections, number=f"{found.day:%Y-%m-%d}", company=company,
        notes=(printed,), is_landscape=True,
    )  # fmt: skip


def _grid(found: DaySheet, begin: int) -> Grid:
    rounds = found.rounds[begin : begin + AT_ONCE]
    times = tuple(label(f"{timezone.localtime(one.begins_at):%H:%M}") for one in rounds)
    head = (label("点位"), label("检查内容"), label("单位"), label("正常范围"), *times)
    lines = tuple(_line(one, begin) for one in found.lines)
    by = tuple(value(one.by.name if one.by else "—", align="center") for one in rounds)
    foot = (label("巡检人", span=4), *by)
    return Grid((34, 52, 14, 24, *(0.0 for _ in rounds)), (head, *lines, foot), header=1)


def _line(line: Line, begin: int) -> tuple[Cell, ...]:
    boxes = line.boxes[begin : begin + AT_ONCE]
    return (
        value(line.stop), value(line.item), value(line.unit, align="center"),
        value(line.limits, align="center"),
        *(value(f"【{one.text}】" if one.is_abnormal else one.text, align="center")
          for one in boxes),
    )  # fmt: skip
