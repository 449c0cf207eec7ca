"""What time alone brings about: found by one index, done once, to the second, after any restart."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.domains.outbox.actions import emit
from anhuan.domains.permits.actions.alarming import raise_on
from anhuan.domains.permits.actions.approving import return_to_testing
from anhuan.domains.permits.actions.settling import settle
from anhuan.domains.permits.actions.working import expire, suspend
from anhuan.domains.permits.events import PermitReminder
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.due import urgent_first
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.timing import dues_of, is_told, next_look_at
from anhuan.domains.permits.rules.codes import ALARM_CODES, Alarm
from anhuan.domains.permits.rules.lifecycle import step_for
from anhuan.domains.permits.rules.states import Deed, State
from anhuan.domains.permits.rules.timers import Due, What
from anhuan.kernel.errors import Refused

log = logging.getLogger(__name__)
_MOST = 100  # deeds of one scan: a second each dozen or so, then it looks again what is urgent


def tick_due(now: datetime) -> int:
    """Look at every permit whose time has come; how many. Two workers share them by row locks.

    Where more are due than one scan does (after an outage, at the end of a shift), what stops a
    work comes first, then what alarms, reminders last."""
    due = list(
        Permit.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", flat=True)
    )
    if len(due) > _MOST:
        due = urgent_first(due, now)
    return sum(tick(pk, now) for pk in due[:_MOST])


def tick(pk: UUID, now: datetime) -> bool:
    """One look at one permit. What fails for one permit is logged and holds up no other."""
    try:
        with transaction.atomic():
            return _ticked(pk, now)
    except Refused as refused:
        log.warning("permit %s: %s", pk, refused)
        return False


def _ticked(pk: UUID, now: datetime) -> bool:
    rows = Permit.objects.select_for_update(of=("self",), skip_locked=True)
    permit = rows.select_related("company", "area").filter(pk=pk, due_at__lte=now).first()
    if permit is None:
        return False
    look = Look(permit, None, now)
    new = [one for one in settle(permit, None, permit.state, now, look) if not is_told(permit, one)]
    for due in new:
        permit.reminded[due.what] = due.at.isoformat()
    permit.due_at = next_look_at(dues_of(look), now)
    permit.save(update_fields=["reminded", "due_at"])
    for due in new:
        permit = _acted(permit, due, now)  # the one before may have ended or stopped it
    if len(new) > 1:  # what was raised after a deed may be over by it
        settle(permit, None, permit.state, now)
        Permit.objects.filter(pk=pk).update(due_at=permit.due_at)
    return True


def _acted(permit: Permit, due: Due, now: datetime) -> Permit:
    """Remind, or raise the alarm and do what follows by the standard; the permit as it is then."""
    if due.alarm is None:
        emit(permit.company.code, PermitReminder(permit.pk, permit.number, due.what, due.text))
        return permit
    if not (due.what is What.EXPIRES and permit.issued_at is None):
        raise_on(permit, due.alarm, f"{permit.number} {due.text}", now)
    return _followed(permit, due)


def _followed(permit: Permit, due: Due) -> Permit:
    """The deeds that follow, as far as they have a place in the permit's state."""
    state = State(permit.state)
    if due.what is What.EXPIRES and step_for(state, Deed.EXPIRE):
        return expire(permit)
    if due.what is What.TEST_STALE and step_for(state, Deed.RETURN_TO_TESTING):
        return return_to_testing(permit)
    if due.alarm and ALARM_CODES[Alarm(due.alarm)].suspends and state is State.WORKING:
        return suspend(None, permit, due.text, code=due.alarm)
    return permit
