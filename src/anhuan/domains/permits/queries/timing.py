"""A permit's moments as the timers take them, and what is due next."""

from datetime import UTC, datetime, timedelta

from anhuan.domains.permits.models import GasTest, Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.watching import is_read_by_hand
from anhuan.domains.permits.rules.facts import Facts
from anhuan.domains.permits.rules.states import CLOSED, LIVE, State
from anhuan.domains.permits.rules.timers import Course, Due, due_times, next_due

# A breach begins after its moment: the scan comes back as soon as it is past.
JUST_AFTER = timedelta(microseconds=1)
_SIGNING = (State.APPROVING, State.ISSUED, State.VERIFIED)


def course_of(look: Look) -> Course:
    """What the timers of this permit run by."""
    permit, is_early = look.permit, _is_early(look)
    asked = [one for one in look.open_approvals if one.asked_at] if _waits(look) else []
    opened = min((one.asked_at for one in asked if one.asked_at), default=None)
    limit = next((one.time_limit_min for one in look.form.signatures
                  if asked and one.key == asked[0].key), None)  # fmt: skip
    tests = [] if is_early else look.tests
    good = [one.sampled_at for one in tests if one.is_good]
    records = [one.sampled_at for one in tests if one.phase == GasTest.Phase.DURING]
    return Course(
        kind=look.kind, level=look.level, step_opened_at=opened,
        facts=Facts() if is_early else look.facts,
        ends_at=permit.valid_until or permit.ends_at, step_limit_min=limit,
        sampled_at=max(good, default=None) if _tests_count(look) else None,
        started_at=permit.started_at,
        working_since=None if is_early else _working_since(look),
        suspended_at=permit.suspended_at if look.state is State.SUSPENDED else None,
        recorded_at=max(records, default=None), finished_at=permit.finished_at,
        is_read_by_hand=look.state in LIVE and is_read_by_hand(look),
        is_closed=look.state in (*CLOSED, State.ACCEPTED, State.REVOKED),
    )  # fmt: skip


def _is_early(look: Look) -> bool:
    """Nobody signs or works yet: only its end falls due, whatever its conditions are."""
    return look.permit.started_at is None and look.state not in _SIGNING


def _waits(look: Look) -> bool:
    return look.state is State.APPROVING


def _tests_count(look: Look) -> bool:
    """Before anybody signs an old test harms nobody: it is refused when it is used."""
    return look.state in (*_SIGNING, *LIVE)


def _working_since(look: Look) -> datetime | None:
    resumed = (one.resumed_at for one in look.rests if one.resumed_at is not None)
    return max(resumed, default=look.permit.started_at)


def dues_of(look: Look) -> list[Due]:
    """Everything that falls due."""
    zone = UTC if _is_early(look) else look.zone  # days begin to count with the work
    return due_times(course_of(look), look.figures, zone)


def is_told(permit: Permit, due: Due) -> bool:
    """Whether this very thing was reminded of, or alarmed, before."""
    return bool(permit.reminded.get(due.what) == due.at.isoformat())


def coming(look: Look) -> Due | None:
    """The next thing to come, for a live panel's countdown."""
    return next_due(course_of(look), look.figures, look.zone, look.now)


def next_look_at(dues: list[Due], now: datetime) -> datetime | None:
    """When time alone will next change something."""
    moments = [due.at if due.alarm is None else due.at + JUST_AFTER for due in dues]
    return min((moment for moment in moments if moment > now), default=None)
