"""After every deed, and when time has passed: which alarms are over, and when to look again."""

from datetime import datetime

from anhuan.domains.permits.actions.alarming import end_alarm
from anhuan.domains.permits.actions.releasing import release
from anhuan.domains.permits.models import Permit, PermitAlarm
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.timing import dues_of, is_told, next_look_at
from anhuan.domains.permits.queries.watching import is_read_by_hand
from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.refusals import HEARD
from anhuan.domains.permits.rules.states import CLOSED, LIVE, Deed, State
from anhuan.domains.permits.rules.timers import Due

_OVER = (*CLOSED, State.ACCEPTED)
# These end with a new good test of the air, however the clock stands.
_BY_TEST = (Alarm.RECORD_OVERDUE, Alarm.GAS_OUT)
_BY_CLOCK = (
    Alarm.TEST_TOO_OLD, Alarm.APPROVAL_OVERDUE, Alarm.NO_RETEST, Alarm.SUSPENDED_LONG,
    Alarm.NO_DAILY_TEST, Alarm.NO_DAILY_TEST_OTHER, Alarm.NOT_ACCEPTED,
)  # fmt: skip
_AT_WORK = (
    Alarm.GUARDIAN_AWAY, Alarm.WORKER_LEFT, Alarm.STRANGER, Alarm.HEADCOUNT, Alarm.NOT_CONTINUOUS,
)  # fmt: skip


def settle(
    permit: Permit, deed: Deed | None, before: str, now: datetime, look: Look | None = None
) -> list[Due]:
    """End what is over; answers what is past due now. When to look again is set on the permit,
    for the caller to save. `look`: one that has read what the deed wrote."""
    look = look or Look(permit, None, now)
    dues = dues_of(look)
    past = [due for due in dues if due.is_over(now)]
    overdue = {due.alarm for due in past}
    moved = permit.state != before or deed in HEARD
    for row in permit.alarms.filter(ended_at__isnull=True):
        if _is_over(row, look, overdue, moved=moved):
            end_alarm(row, now)
    release(permit, before, now)
    permit.due_at = _look_again(permit, dues, past, now)
    return past


def _look_again(permit: Permit, dues: list[Due], past: list[Due], now: datetime) -> datetime | None:
    """At once when something is past and not told yet, else when time changes something."""
    if any(not is_told(permit, due) for due in past):
        return now
    return next_look_at(dues, now)


def _is_over(row: PermitAlarm, look: Look, overdue: set[Alarm | None], *, moved: bool) -> bool:
    """Whether the cause of an alarm is gone."""
    if look.state in _OVER:
        return True
    what = Alarm(row.what)
    if row.from_refusal:
        return moved
    if what in _BY_TEST and ":" not in row.condition.removeprefix(f"permit:{row.permit_id}:"):
        return _tested_since(look, row)
    if what is Alarm.NOT_CONTINUOUS and is_read_by_hand(look) and _tested_since(look, row):
        return True
    if what in _BY_CLOCK:
        return what not in overdue
    if what is Alarm.EXPIRED:
        return look.state in (State.FINISHED, State.REVOKED)
    return what in _AT_WORK and look.state not in (*LIVE, State.EXPIRED)


def _tested_since(look: Look, row: PermitAlarm) -> bool:
    test = look.test
    return test is not None and test.is_good and test.sampled_at >= row.started_at
