"""包保责任: who answers for a major hazard source, what they must do, by when (应急厅〔2021〕12号).

The frequencies are configuration (R H): they come as data and a plant may tighten them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from anhuan.kernel.errors import Blocker

CLAUSE = "应急厅〔2021〕12号"


class Role(StrEnum):
    """The three responsible persons of a major hazard source."""

    PRIMARY = "primary"
    TECHNICAL = "technical"
    OPERATIONAL = "operational"

    @property
    def label(self) -> str:
        """As on the notice board."""
        return {"primary": "主要负责人", "technical": "技术负责人", "operational": "操作负责人"}[
            self.value
        ]


ROLE_CHOICES = [(one.value, one.label) for one in Role]


class Every(StrEnum):
    """How often a duty falls due. `ONCE_BEFORE`: before each key period or holiday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ONCE_BEFORE = "before_period"
    ALWAYS = "always"  # a standing duty: on the board, no task

    @property
    def label(self) -> str:
        """In words."""
        return {
            "week": "每周", "month": "每月", "quarter": "每季度", "year": "每年",
            "before_period": "重点时段、节假日前", "always": "持续",
        }[self.value]  # fmt: skip


EVERY_CHOICES = [(one.value, one.label) for one in Every]


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing a role must do. `is_check`: it is a round of checking, not an act of office."""

    key: str
    role: Role
    text: str
    every: Every
    is_check: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A duty in one period: done on any day from `first` to `last`, both included."""

    duty: Duty
    source: UUID
    person: UUID | None
    first: date
    last: date

    @property
    def key(self) -> str:
        """Stable name of this piece of work; whoever makes tasks of it makes each once."""
        return f"{self.source}:{self.duty.key}:{self.first.isoformat()}"


def span_of(every: Every, day: date) -> tuple[date, date]:
    """The week (Monday to Sunday), month, quarter or year a day lies in."""
    if every is Every.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    months = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    after = first.month + months
    following = date(first.year + (after > 12), (after - 1) % 12 + 1, 1)
    return first, following - timedelta(days=1)


def spans(every: Every, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Every such period that touches the days from `first` to `last`."""
    day = first
    while day <= last:
        begin, end = span_of(every, day)
        yield begin, end
        day = end + timedelta(days=1)


def before_spans(
    periods: Iterable[date], first: date, last: date, lead_days: int = 7
) -> Iterator[tuple[date, date]]:
    """The days before each run of consecutive special days within which a check must be done."""
    starts = sorted(set(periods))
    for day in starts:
        if day - timedelta(days=1) in starts:
            continue  # the same holiday goes on
        begin, end = day - timedelta(days=lead_days), day - timedelta(days=1)
        if begin <= last and end >= first:
            yield begin, end


def update_due_on(changed_on: date, within_days: int) -> date:
    """The last day on which a change of persons may still be reported in time."""
    return changed_on + timedelta(days=within_days)


def is_update_late(due_on: date, today: date) -> bool:
    """Whether that day has passed."""
    return today > due_on


def done_blockers(first: date, last: date, done_on: date, note: str) -> Iterator[Blocker]:
    """A duty is done in its period and says what was found; afterwards it is late, not undone."""
    if done_on < first:
        yield Blocker("duty_too_early", f"本期自 {first:%m-%d} 开始，未到时间", CLAUSE)
    if not note.strip():
        yield Blocker("duty_note", "请写明履职情况：做了什么、发现什么", CLAUSE)
