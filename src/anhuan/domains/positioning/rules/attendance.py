"""Presence by shift: visits laid over windows of time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATE = timedelta(minutes=10)
WORKED = 0.5  # of the shift so far: less is a passer-by, or somebody of the shift before or after


class State(StrEnum):
    """How somebody was there."""

    PRESENT = "present"
    LATE = "late"
    SHORT = "short"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """In words."""
        return {"present": "到", "late": "迟到", "short": "短时", "absent": "未到"}[self.value]


@dataclass(frozen=True, slots=True)
class Window:
    """A shift, or a day where no shifts are planned: [start, end)."""

    label: str
    start: datetime
    end: datetime


@dataclass(slots=True)
class Presence:
    """One person in one window: first in, last out, time in between spent inside."""

    first_in: datetime
    last_out: datetime | None  # None: still inside
    inside: timedelta
    counted_to: datetime

    def add(self, start: datetime, end: datetime, is_open: bool) -> None:
        """One more visit, in order of entry; time in two places at once (a room in a building)
        counts once."""
        self.inside += max(timedelta(), end - max(start, self.counted_to))
        self.counted_to = max(self.counted_to, end)
        if self.last_out is not None:
            self.last_out = None if is_open else max(self.last_out, end)


def days(start: datetime, end: datetime) -> Iterator[Window]:
    """Calendar days of `start`'s zone that [start, end) touches."""
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < end:
        yield Window(f"{day:%m-%d}", day, day + timedelta(days=1))
        day += timedelta(days=1)


def presence(
    visits: Iterable[tuple[datetime, datetime | None]], window: Window, now: datetime
) -> Presence | None:
    """One person's visits (entered, left or None), in order, cut to the window; None if absent."""
    found: Presence | None = None
    for entered, left in visits:
        start, end = max(entered, window.start), min(left or now, window.end, now)
        if start >= end:
            continue
        found = found or Presence(start, start, timedelta(), start)
        found.add(start, end, is_open=left is None and now < window.end)
    return found


def state_of(found: Presence | None, window: Window, now: datetime) -> State:
    """Late: first seen more than ten minutes after the shift began, yet there for half of it."""
    if found is None:
        return State.ABSENT
    if found.inside < WORKED * (min(window.end, now) - window.start):
        return State.SHORT
    return State.LATE if found.first_in > window.start + LATE else State.PRESENT


def windows_or_days(
    shifts: Sequence[Window], start: datetime, end: datetime
) -> tuple[list[Window], bool]:
    """The planned shifts of the period, or its days; and whether they are shifts."""
    return (list(shifts), True) if shifts else (list(days(start, end)), False)
