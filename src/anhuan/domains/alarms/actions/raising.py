"""What sources do: raise, update and end a condition. Replaying any of them changes nothing."""

import zlib
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from anhuan.domains.alarms.actions.changing import apply_update, ring_again
from anhuan.domains.alarms.actions.seeding import kind_of
from anhuan.domains.alarms.actions.steps import note_step, write
from anhuan.domains.alarms.events import AlarmRaised, AlarmReturned, AlarmUpdated
from anhuan.domains.alarms.models import Alarm, AlarmKind
from anhuan.domains.alarms.queries import (
    Found,
    is_silenced,
    locked_alarm,
    look_up,
    standing_alarm,
)
from anhuan.domains.alarms.rules import AlarmRaise, AlarmUpdate
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import in_one_go
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid7, uuid_of

_LOCK = 0xA1A7


def raise_alarm(company: Company, raised: AlarmRaise) -> Alarm | None:
    """Record a condition that has begun, once; None when the plant switched the kind off.

    The same `alarm_id` again answers the alarm it made. While an alarm of the same condition
    stands, it counts as a repetition of that one.
    """
    raised = replace(raised, alarm_id=raised.alarm_id or uuid7())
    assert raised.alarm_id is not None
    repeat_id = uuid_of("repeat", raised.alarm_id)
    with transaction.atomic():
        _lock_condition(company, raised.condition)
        found = look_up(company, raised, repeat_id) or _seeded(company, raised, repeat_id)
        if found.known:
            return locked_alarm(found.known)
        if not found.kind.is_enabled:
            return None
        if found.standing:
            return _fold(locked_alarm(found.standing), raised, found.kind)
        return _begin(company, raised, found)


def update_alarm(company: Company, update: AlarmUpdate) -> Alarm | None:
    """Change what is known about a condition that still holds; a worse one rings again.

    None when no alarm of the condition is active, or it began after `update.at`.
    """
    with transaction.atomic():
        _lock_condition(company, update.condition)
        standing = standing_alarm(company, update.condition)
        if standing is None or standing.returned_at or update.at < standing.raised_at:
            return None
        kind = kind_of(company, update.kind) if update.kind else standing.kind
        apply_update(standing, update, kind)
        return standing


def return_alarm(company: Company, condition: str, at: datetime, *, why: str = "") -> Alarm | None:
    """The condition ended at `at`. Kinds that need clearing stay active until somebody clears them.

    `why`: what ended it, where that was not the people themselves (a fence moved or withdrawn).

    None when nothing of the condition is active, or it began after `at` (a replayed end).
    """
    with transaction.atomic():
        _lock_condition(company, condition)
        alarm = standing_alarm(company, condition)
        if alarm is None or alarm.returned_at or at < alarm.raised_at:
            return None
        alarm.returned_at = at
        waits = alarm.kind.needs_clearing and alarm.cleared_at is None
        if not waits:
            alarm.next_escalation_at = None
        write(
            alarm, SYSTEM, "return", at=clock.now(), text=_returned(why, waits),
            event=AlarmReturned, fields=("returned_at", "next_escalation_at"),
            data={"at": at.isoformat(), "why": why},
        )  # fmt: skip
        return alarm


def _returned(why: str, waits: bool) -> str:
    """The words of the step."""
    over = f"报警条件不再成立：{why}" if why else "现场已恢复"
    return f"{over}，等待人工确认并消警" if waits else over


def _seeded(company: Company, raised: AlarmRaise, repeat_id: UUID) -> Found:
    """For a company that does not have the kind yet; ValueError when nobody knows it."""
    kind = kind_of(company, raised.kind)
    return look_up(company, raised, repeat_id) or Found(kind, None, None, False)


def _begin(company: Company, raised: AlarmRaise, found: Found) -> Alarm:
    now, kind = clock.now(), found.kind
    silenced = found.silences and is_silenced(company, kind.code, raised.place, raised.raised_at)
    alarm = Alarm(
        id=raised.alarm_id,
        company=company,
        kind=kind,
        condition=raised.condition,
        priority=raised.priority or kind.priority,
        source=raised.source,
        title=raised.title[:100],
        text=raised.text[:300],
        raised_at=raised.raised_at,
        is_suppressed=silenced,
        next_escalation_at=None if silenced else now,
        people=list(raised.people),
        snapshot=raised.snapshot,
        rule=raised.rule,
        rule_version=raised.rule_version,
        inputs=raised.inputs,
        **_columns(raised),
    )
    text = "发生（静默中，不响铃）" if silenced else "发生"
    with in_one_go():
        alarm.save(force_insert=True)
        write(alarm, SYSTEM, "raise", at=now, text=text, data=_said(raised), event=AlarmRaised)
    return alarm


def _fold(alarm: Alarm, raised: AlarmRaise, kind: AlarmKind) -> Alarm:
    """The condition came again: count it; one that had already ended rings again."""
    alarm.repeats += 1
    fields = ["repeats"]
    now, came_back = clock.now(), alarm.returned_at is not None
    step_id = uuid_of("repeat", raised.alarm_id)
    if not came_back:
        alarm.save(update_fields=["repeats", "updated_at"])
        note_step(alarm, SYSTEM, "repeat", at=now, step_id=step_id, data=_said(raised))
    else:
        alarm.returned_at = None
        fields.append("returned_at")
        if alarm.shelved_until is None:
            fields += ring_again(alarm, now)
        write(
            alarm, SYSTEM, "recur", at=now, text="再次发生", fields=fields, event=AlarmUpdated,
            step_id=step_id, data=_said(raised),
        )  # fmt: skip
    apply_update(alarm, _as_update(raised), kind)
    return alarm


def _as_update(raised: AlarmRaise) -> AlarmUpdate:
    return AlarmUpdate(
        condition=raised.condition,
        at=raised.raised_at,
        kind=raised.kind,
        priority=raised.priority,
        title=raised.title,
        text=raised.text,
        place=raised.place,
        people=raised.people,
        snapshot=raised.snapshot or None,
        inputs=raised.inputs or None,
    )


def _columns(raised: AlarmRaise) -> dict[str, Any]:
    place = raised.place
    return {
        "area_id": place.area,
        "x_m": place.x_m,
        "y_m": place.y_m,
        "floor": place.floor,
        "radius_m": place.radius_m,
    }


def _said(raised: AlarmRaise) -> dict[str, Any]:
    return {
        "at": raised.raised_at.isoformat(),
        "kind": raised.kind,
        "people": [person.get("id") for person in raised.people],
    }


def _lock_condition(company: Company, condition: str) -> None:
    """One writer per condition; two processes that see the same thing wait for each other."""
    key = zlib.crc32(f"{company.pk}{condition}".encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, key])
