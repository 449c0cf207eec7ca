"""Places where people gather too often, and what a study of one must hold. AQ 3064.3-2025 5.3.2."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from anhuan.kernel.errors import Blocker

LOOK_BACK = timedelta(days=30)
FREQUENT_TIMES = 3  # in that time; the page may ask for another number
_CLAUSE = "AQ 3064.3-2025 5.3.2"


@dataclass(frozen=True, slots=True)
class Gathering:
    """One warning that was raised. grade: 1 red, 2 orange, 3 yellow."""

    area: UUID
    at: datetime
    grade: int
    people: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place and its warnings: how many, how many of them orange or red, the largest."""

    area: UUID
    times: int
    grave: int
    most: int
    last_at: datetime


def frequent(gatherings: Iterable[Gathering], least: int = FREQUENT_TIMES) -> list[Spot]:
    """Places with at least so many warnings, the worst first."""
    by_area: dict[UUID, list[Gathering]] = {}
    for one in gatherings:
        by_area.setdefault(one.area, []).append(one)
    spots = [_spot(area, found) for area, found in by_area.items() if len(found) >= least]
    return sorted(spots, key=lambda one: (-one.times, -one.grave, str(one.area)))


def _spot(area: UUID, found: list[Gathering]) -> Spot:
    grave = sum(one.grade <= 2 for one in found)
    return Spot(area, len(found), grave, max(one.people for one in found),
                max(one.at for one in found))  # fmt: skip


def study_blockers(
    cause: str, measure: str, due: date | None, today: date, has_open: bool
) -> Iterator[Blocker]:
    """An analysis names the cause, a measure for it and a day that is not over."""
    if not cause.strip():
        yield Blocker("cause_missing", "请写明频繁聚集的原因", _CLAUSE)
    if not measure.strip():
        yield Blocker("measure_missing", "请写明针对性措施", _CLAUSE)
    if due is not None and due < today:
        yield Blocker("due_past", "完成期限不能早于今天")
    if has_open:
        yield Blocker("study_open", "此区域已有未完成的聚集分析，请在其中补充")


def done_blockers(is_done: bool, result: str) -> Iterator[Blocker]:
    """Done once, saying how."""
    if is_done:
        yield Blocker("already_done", "聚集分析已经完成")
    if not result.strip():
        yield Blocker("result_missing", "请写明措施的落实情况", _CLAUSE)
