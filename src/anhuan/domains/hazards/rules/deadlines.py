"""What falls due while nobody acts: reminders, the deadline itself, who is told after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from anhuan.domains.hazards.rules.settings import Settings
from anhuan.domains.hazards.rules.states import IN_TREATMENT, State


class What(StrEnum):
    """The kinds of falling due."""

    ASSESS = "assess"
    ASSIGN = "assign"
    ACCEPT = "accept"
    WARN = "warn"
    OVERDUE = "overdue"  # the deadline has passed: alarm
    TELL = "tell"  # one rung of the ladder


@dataclass(frozen=True, slots=True)
class Due:
    """Something to say at a moment. `key` tells it apart, so that it is said once."""

    key: str
    what: What
    at: datetime
    role: str = ""  # whose ear: a rung of the ladder; empty: as `what` says


@dataclass(frozen=True, slots=True)
class Times:
    """A hazard's moments."""

    state: State
    round: int
    reported_at: datetime
    assessed_at: datetime | None
    submitted_at: datetime | None
    due_at: datetime | None


def dues_of(times: Times, settings: Settings) -> list[Due]:
    """Everything that may be said about this hazard as it stands, soonest first."""
    return sorted(_all(times, settings), key=lambda due: (due.at, due.key))


def _all(times: Times, settings: Settings) -> Iterator[Due]:
    if times.state is State.REPORTED:
        yield _due(What.ASSESS, times, times.reported_at, settings.assess_within_h)
    if times.state is State.ASSESSED and times.assessed_at:
        yield _due(What.ASSIGN, times, times.assessed_at, settings.assign_within_h)
    if times.state is State.SUBMITTED and times.submitted_at:
        yield _due(What.ACCEPT, times, times.submitted_at, settings.accept_within_h)
    if times.due_at is None or times.state not in IN_TREATMENT:
        return
    stem = f"{times.round}:{times.due_at:%Y%m%d%H%M}"
    yield Due(f"overdue:{stem}", What.OVERDUE, times.due_at)
    if times.state is State.SUBMITTED:
        return  # the work is done; accepting it has its own reminder
    warned_at = times.due_at - timedelta(hours=settings.warn_before_h)
    yield Due(f"warn:{stem}", What.WARN, warned_at, "rectifier")
    for role, hours in settings.overdue_ladder_h.items():
        yield Due(f"tell:{role}:{stem}", What.TELL, times.due_at + timedelta(hours=hours), role)


def _due(what: What, times: Times, since: datetime, hours: float) -> Due:
    return Due(f"{what}:{times.round}:{since:%Y%m%d%H%M}", what, since + timedelta(hours=hours))


def past(dues: list[Due], told: Mapping[str, str], now: datetime) -> list[Due]:
    """What has to be said now; the very moment counts."""
    return [due for due in dues if due.at <= now and due.key not in told]


def next_at(dues: list[Due], told: Mapping[str, str]) -> datetime | None:
    """When to look again; None: time alone brings nothing more."""
    return min((due.at for due in dues if due.key not in told), default=None)


def is_overdue(state: State, due_at: datetime | None, now: datetime) -> bool:
    """Past its deadline and not accepted (S5: not closed within its limit, RISK-010)."""
    return due_at is not None and state in IN_TREATMENT and due_at <= now
