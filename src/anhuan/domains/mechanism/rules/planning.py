"""From the register to check plans: how often a measure is looked at says how its plan repeats."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from anhuan.domains.inspection.rules.recurrence import Every

# Unit of the register: repetition, its step for one unit.
_EVERY: dict[str, tuple[Every, int]] = {
    "hour": (Every.HOUR, 1), "shift": (Every.SHIFT, 1), "day": (Every.DAY, 1),
    "week": (Every.WEEK, 1), "month": (Every.MONTH, 1), "quarter": (Every.MONTH, 3),
    "year": (Every.YEAR, 1),
}  # fmt: skip
_ROUND_THE_CLOCK = (Every.HOUR, Every.SHIFT)


@dataclass(frozen=True, slots=True)
class Group:
    """Measures looked at together: of one department, equally often, by the same people."""

    department: UUID
    cycle_count: int
    cycle_unit: str
    post: UUID | None = None
    person: UUID | None = None


def timetable(group: Group) -> dict[str, Any]:
    """Fields of the plan. By the hour or shift a quarter of an hour of grace; else the day's work
    hours, made up for until midnight. The plant may change both on the plan."""
    every, step = _EVERY[group.cycle_unit]
    told = {"every": every.value, "step": step * group.cycle_count}
    if every in _ROUND_THE_CLOCK:
        return told | {"hours": [], "tolerance_min": 15, "make_up_min": 15}
    first = {Every.WEEK: {"weekdays": [1]}, Every.MONTH: {"month_days": [1]},
             Every.YEAR: {"month_days": [1], "months": [1]}}.get(every, {})  # fmt: skip
    hours = [["08:00", "18:00"]]
    return told | {"hours": hours, "tolerance_min": 60, "make_up_min": 300} | first


def can_plan(unit: str) -> bool:
    """Whether the register's unit is one a plan can repeat by."""
    return unit in _EVERY
