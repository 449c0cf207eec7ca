"""Whether a check comes too early, in time, late, or not at all.

Ministry inspection guide 2021 4.2.2 (INS-020, INS-021): nothing before its time; within the
tolerance it is on time; within the make-up time it is made up for, and marked; after that missed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Phase(StrEnum):
    """How a moment lies to a window."""

    EARLY = "early"
    OPEN = "open"
    TOLERATED = "tolerated"  # after the end, still on time
    MAKE_UP = "make_up"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when one task may be done.

    tolerance: on both sides of the slot. make_up: after the tolerance.
    """

    begin: datetime
    end: datetime
    tolerance: timedelta = timedelta(0)
    make_up: timedelta = timedelta(0)

    @property
    def opens_at(self) -> datetime:
        """The first moment at which anything may be entered."""
        return self.begin - self.tolerance

    @property
    def due_at(self) -> datetime:
        """The last moment that is on time."""
        return self.end + self.tolerance

    @property
    def closes_at(self) -> datetime:
        """The last moment at all; a task nobody has done is missed after it."""
        return self.due_at + self.make_up

    def phase(self, at: datetime) -> Phase:
        """Both edges belong to the better side: what comes in the last second is in time."""
        if at < self.opens_at:
            return Phase.EARLY
        if at <= self.end:
            return Phase.OPEN
        if at <= self.due_at:
            return Phase.TOLERATED
        return Phase.MAKE_UP if at <= self.closes_at else Phase.OVER
