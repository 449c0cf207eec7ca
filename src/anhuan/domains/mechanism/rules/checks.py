"""Tables 4 and 5 of the province: what is checked how often, and what each check found.

A line of table 4 is one measure under one plan; a row of table 5 is one time it was to be looked
at. Weekly is 7 天 and quarterly 3 月, for the table knows 小时, 天, 月, 年 only (its note 31).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from anhuan.domains.inspection.rules.recurrence import Every, Recurrence

HOUR, DAY, MONTH, YEAR = "小时", "天", "月", "年"
DAY_H = 24


class Status(StrEnum):
    """CHECK_STATUS: characters, not numbers."""

    NORMAL = "0"
    HAZARD = "1"
    UNCHECKED = "2"
    OTHER = "3"

    @property
    def label(self) -> str:
        """As the table says it."""
        return {"0": "正常", "1": "存在隐患", "2": "未排查", "3": "其他"}[self.value]


STATUS_CHOICES = [(one.value, one.label) for one in Status]


@dataclass(frozen=True, slots=True)
class Found:
    """One entry of a measure. `became_hazard`: a hazard was registered of it."""

    at: datetime
    is_abnormal: bool
    is_skipped: bool
    became_hazard: bool


def status_of(found: Iterable[Found], expected: int) -> Status:
    """The gravest answer decides. Put right on the spot, left to repairers, or not looked at
    because it stands still: 其他. Fewer answers than items, and nothing grave: 未排查."""
    answers = list(found)
    if any(one.became_hazard for one in answers):
        return Status.HAZARD
    if any(one.is_abnormal for one in answers):
        return Status.OTHER
    if len(answers) < expected or not answers:
        return Status.UNCHECKED
    return Status.OTHER if all(one.is_skipped for one in answers) else Status.NORMAL


def cycle_of(plan: Recurrence, teams: int = 2) -> tuple[int, str] | None:
    """CHECK_CYCLE with its unit; None where the plan has no cycle (once, before holidays).

    Several windows or times a day make hours of the day, several days a week days of the week:
    rounded down, for a check more often than told harms nobody. `teams`: shifts of a day.
    """
    if plan.every in (Every.DAY, Every.SHIFT):
        times = len(plan.hours) * plan.times if plan.every is Every.DAY else max(1, teams)
        return (plan.step, DAY) if times <= 1 else (max(1, DAY_H * plan.step // times), HOUR)
    if plan.every is Every.WEEK:
        return max(1, 7 * plan.step // max(1, len(plan.weekdays))), DAY
    plain = {Every.HOUR: HOUR, Every.MONTH: MONTH, Every.YEAR: YEAR}
    unit = plain.get(plan.every)
    return (plan.step, unit) if unit else None


def cycle_h(count: int, unit: str) -> float:
    """A cycle in hours, months and years at their longest."""
    return count * {HOUR: 1, DAY: DAY_H, MONTH: 31 * DAY_H, YEAR: 366 * DAY_H}[unit]
