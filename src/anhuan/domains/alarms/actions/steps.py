"""What every action on an alarm writes: the row, a step of its history, an audit row, an event."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.domains.alarms.events import AlarmEvent
from anhuan.domains.alarms.models import Alarm, AlarmStep
from anhuan.domains.alarms.queries import card_of
from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.org.models import Account
from anhuan.domains.outbox.actions import emit
from anhuan.kernel.ids import uuid7


def write(
    alarm: Alarm,
    actor: Actor,
    verb: str,
    *,
    at: datetime,
    fields: Iterable[str] = (),
    event: type[AlarmEvent] | None = None,
    text: str = "",
    data: dict[str, Any] | None = None,
    step_id: UUID | None = None,
) -> None:
    """Save the named fields and leave every trace, in the caller's transaction."""
    names = tuple(fields)
    if names:
        alarm.save(update_fields=[*names, "updated_at"])
    note_step(alarm, actor, verb, at=at, text=text, data=data, step_id=step_id)
    after = {name: _plain(getattr(alarm, name)) for name in names if name != "snapshot"}
    record(actor, f"alarm_{verb}"[:32], alarm, after=after or None, note=text)
    if event:
        emit(alarm.company.code, event(alarm=card_of(alarm)))


def note_step(
    alarm: Alarm,
    actor: Actor,
    verb: str,
    *,
    at: datetime,
    text: str = "",
    data: dict[str, Any] | None = None,
    step_id: UUID | None = None,
) -> AlarmStep:
    """One line of the alarm's history."""
    return AlarmStep.objects.create(
        id=step_id or uuid7(),
        alarm=alarm,
        at=at,
        verb=verb,
        by=actor if isinstance(actor, Account) else None,
        text=text[:500],
        data=data or {},
    )


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)
