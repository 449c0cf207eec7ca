"""When fences are in force: their own schedule, the plant's duty roster and its holidays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from anhuan.domains.org.models import Company, DutyShift
from anhuan.domains.org.queries import calendar_of
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.rules import fences as rules

BEHIND, AHEAD = timedelta(days=1), timedelta(days=2)  # of the roster; it is read again each minute
ONE_S = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a fence is in force."""

    periods: tuple[dict[str, Any], ...]
    valid_from: datetime | None
    valid_until: datetime | None
    teams: frozenset[str] = frozenset()
    shifts: tuple[rules.Shift, ...] = ()
    calendar: Mapping[date, str] = field(default_factory=dict)

    def holds(self, moment: datetime, zone: tzinfo) -> bool:
        """Whether it is in force at `moment`, read in plant time."""
        if not (self.periods or self.valid_from or self.valid_until or self.teams):
            return True
        return rules.holds_at(
            self.periods, self.valid_from, self.valid_until, moment, zone, self.teams,
            self.shifts, self.calendar,
        )  # fmt: skip

    def changes(self, since: datetime, until: datetime, zone: tzinfo) -> Iterator[datetime]:
        """The whole seconds after `since`, up to `until`, at which it begins or ends to hold."""
        moment, holds = since.replace(microsecond=0), self.holds(since, zone)
        while moment < until:
            moment += ONE_S
            if self.holds(moment, zone) != holds:
                holds = not holds
                yield moment


def schedule_of(fence: Fence, shifts: tuple[rules.Shift, ...]) -> Schedule:
    """The schedule of a fence; ValueError if it cannot be read."""
    if wrong := next(rules.schedule_blockers(fence.schedule), None):
        raise ValueError(wrong.text)
    teams = frozenset(fence.teams or ())
    mine = tuple(shift for shift in shifts if shift.team in teams)
    asks_kind = any(period.get("kinds") for period in fence.schedule)
    days = calendar_of(fence.company) if asks_kind else {}
    return Schedule(tuple(fence.schedule), fence.valid_from, fence.valid_until, teams, mine, days)


def load_shifts(
    company: Company, now: datetime, until: datetime | None = None
) -> tuple[rules.Shift, ...]:
    """The duty roster around now, or from a day before `now` to `until`."""
    end = until or now + AHEAD
    rows = DutyShift.objects.filter(company=company, ends_at__gt=now - BEHIND, starts_at__lt=end)
    return tuple(rules.Shift(row.team, row.starts_at, row.ends_at) for row in rows)
