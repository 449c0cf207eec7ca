"""How every deed is done: one lock, every reason at once, the change, a signature, the traces."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import SYSTEM, Actor, record
from anhuan.domains.org.models import Account
from anhuan.domains.outbox.actions import emit
from anhuan.domains.permits.actions.alarming import alarm_refusal
from anhuan.domains.permits.actions.settling import settle
from anhuan.domains.permits.actions.signing import sign
from anhuan.domains.permits.events import (
    PermitAccepted,
    PermitAmended,
    PermitCancelled,
    PermitChanged,
    PermitEvent,
    PermitIssued,
    PermitReserved,
    PermitResumed,
    PermitStarted,
    PermitSuspended,
)
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.may import next_state, reasons, walk_on
from anhuan.domains.permits.queries.onsite import Whereabouts
from anhuan.domains.permits.queries.report_rows import report_row
from anhuan.domains.permits.rules.lifecycle import step_for
from anhuan.domains.permits.rules.states import CLOSED, Deed, State, Who
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused, refuse_if_any

Write = Callable[[Look], Mapping[str, Any] | None]
_READ_ALONG = (
    "company", "area", "unit", "contractor", "template", "reserved_by__person",
)  # fmt: skip
ENDED = (*CLOSED, State.EXPIRED, State.REVOKED)


@dataclass(frozen=True, slots=True)
class Doing:
    """A deed as somebody asks for it. `given`: what guards look at (reason, point, taker …)."""

    deed: Deed
    given: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def do(
    by: Account | None, permit: Permit | UUID, doing: Doing, write: Write | None = None
) -> Permit:
    """Do it, or refuse with every reason; a refusal the standard wants to hear of raises its alarm.

    `write` makes the deed's own rows and answers the permit's changed fields. `by` None: system.
    """
    pk = permit.pk if isinstance(permit, Permit) else permit
    now = clock.now()
    try:
        with transaction.atomic():
            return _done(by, pk, doing, write, now)
    except Refused as refused:
        alarm_refusal(pk, doing.deed, refused, now)
        raise


def _done(by: Account | None, pk: UUID, doing: Doing, write: Write | None, now: datetime) -> Permit:
    permit = locked(pk)
    look = Look(permit, by, now, doing.given)
    refuse_if_any(reasons(look, doing.deed))
    row = step_for(look.state, doing.deed)
    assert row is not None  # among the reasons
    part = look.part or Who.SYSTEM
    changes = dict((write(look) if write else None) or {})
    before = permit.state
    _set(permit, changes)
    after = look.afresh()
    state = walk_on(after, next_state(after, row))
    _arrive(permit, before, state, now, changes)
    permit.version += 1
    settle(permit, doing.deed, before, now, after)
    permit.save(update_fields=[*changes, "state", "version", "due_at", "updated_at"])
    sign(permit, by, doing, part, after.where, now)
    _tell(by or SYSTEM, permit, doing, before, changes)
    return permit


def locked(pk: UUID) -> Permit:
    """The permit for the length of the transaction; a second deed waits here."""
    rows = Permit.objects.select_related(*_READ_ALONG).defer("template__content")
    found: Permit = rows.select_for_update(of=("self",)).get(pk=pk)
    return found


def _set(permit: Permit, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(permit, name, value)


_STAMPS: dict[State, str] = {
    State.ISSUED: "issued_at",
    State.FINISHED: "finished_at",
    State.ACCEPTED: "accepted_at",
}


def _arrive(
    permit: Permit, before: str, state: State, now: datetime, changes: dict[str, Any]
) -> None:
    """The moments that come with a state."""
    permit.state = state
    if state == before:
        return
    stamps: dict[str, Any] = {}
    if state in _STAMPS:
        stamps[_STAMPS[state]] = now
    if state is State.ISSUED:
        stamps["valid_until"] = permit.ends_at
    if state is State.SUSPENDED:
        stamps["suspended_at"] = now
    if before == State.SUSPENDED:
        stamps["suspended_at"] = None
    if state in ENDED and permit.closed_at is None:
        stamps["closed_at"] = now
    _set(permit, stamps)
    changes |= stamps


_ARRIVALS: dict[str, type[PermitEvent]] = {
    State.ISSUED: PermitIssued,
    State.WORKING: PermitStarted,
    State.SUSPENDED: PermitSuspended,
    State.ACCEPTED: PermitAccepted,
    State.CANCELLED: PermitCancelled,
    State.VOIDED: PermitCancelled,
    State.REVOKED: PermitCancelled,
    State.EXPIRED: PermitCancelled,
}
_AMENDING = (Deed.CHANGE_CREW, Deed.HAND_OVER_GUARD, Deed.EXTEND, Deed.LINK)


def event_of(before: str, state: str, deed: Deed) -> type[PermitEvent] | None:
    """What the park and the province are told of (AQ 3064.2-2025 8.2)."""
    if deed in (Deed.RESERVE, Deed.REBOOK):
        return PermitReserved
    if deed in _AMENDING:
        return PermitAmended
    if state == before:
        return None
    if (before, state) == (State.SUSPENDED, State.WORKING):
        return PermitResumed
    return _ARRIVALS.get(state)


def announce(by: Account, permit: Permit, doing: Doing, part: Who, now: datetime) -> None:
    """The traces of a permit that was just made."""
    sign(permit, by, doing, part, Whereabouts(), now)
    settle(permit, doing.deed, "", now)
    Permit.objects.filter(pk=permit.pk).update(due_at=permit.due_at)
    _tell(by, permit, doing, "", {})


def _tell(
    actor: Actor, permit: Permit, doing: Doing, before: str, changes: Mapping[str, Any]
) -> None:
    after = {"state": permit.state} | {name: _plain(value) for name, value in changes.items()}
    verb = f"permit_{doing.deed}"[:32]
    record(actor, verb, permit, before={"state": before}, after=after, note=doing.note)
    code = permit.company.code
    emit(code, PermitChanged(permit.pk, permit.version, permit.number, permit.state, doing.deed))
    if event := event_of(before, permit.state, doing.deed):
        emit(code, event(permit.pk, permit.number, report_row(permit)))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)
