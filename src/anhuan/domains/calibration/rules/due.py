"""When the yearly duties are due (AQ 3064.3-2025 7.1.2 and 7.3.3: at least once a year)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["never", "overdue", "soon", "fine"]


@dataclass(frozen=True, slots=True)
class Due:
    """One duty: done last, due next, and how that looks today."""

    last: date | None
    on: date | None
    state: State
    days_left: int | None


def months_later(day: date, months: int) -> date:
    """The same day so many months later, the month's last day where it has no such day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def due_of(last: date | None, today: date, every_months: int = 12, warn_days: int = 30) -> Due:
    """Due on the day itself is still in time."""
    if last is None:
        return Due(None, None, "never", None)
    on = months_later(last, every_months)
    left = (on - today).days
    state: State = "overdue" if left < 0 else "soon" if left <= warn_days else "fine"
    return Due(last, on, state, left)
