"""Putting an alarm aside for a while (ISA-18.2 shelving), and taking it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.domains.alarms import rules
from anhuan.domains.alarms.actions.steps import write
from anhuan.domains.alarms.events import AlarmShelved
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.queries import life_of, locked_alarm
from anhuan.domains.alarms.rules import Verb
from anhuan.domains.audit.actions import SYSTEM, Actor
from anhuan.domains.org.models import Account
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any

_FIELDS = ("shelved_until", "shelved_reason", "next_escalation_at")


def shelve(alarm_id: UUID, by: Account, until: datetime, reason: str) -> Alarm:
    """Silence one alarm until a moment at most eight hours away, with a reason."""
    with transaction.atomic():
        alarm, now = locked_alarm(alarm_id), clock.now()
        life = life_of(alarm)
        found = list(rules.shelve_blockers(life, until, reason, now, kind=alarm.kind.code))
        refuse_if_any(found or rules.step_blocker(life, Verb.SHELVE))
        alarm.shelved_until, alarm.shelved_reason = until, reason.strip()
        alarm.next_escalation_at = None
        data = {"until": until.isoformat()}
        write(
            alarm, by, "shelve", at=now, text=reason, data=data, fields=_FIELDS, event=AlarmShelved
        )
        return alarm


def unshelve(alarm_id: UUID, by: Account) -> Alarm:
    """Take it back before its time."""
    with transaction.atomic():
        alarm = locked_alarm(alarm_id)
        refuse_if_any(rules.unshelve_blockers(life_of(alarm)))
        _take_back(alarm, by, "取消搁置")
        return alarm


def unshelve_due(now: datetime) -> int:
    """Take back every alarm whose time is over; it rings again if nobody acknowledged it."""
    due = list(
        Alarm.objects.filter(closed_at__isnull=True, shelved_until__lte=now).values_list(
            "pk", flat=True
        )
    )
    return sum(_take_back_if_due(alarm_id, now) for alarm_id in due)


def _take_back_if_due(alarm_id: UUID, now: datetime) -> bool:
    with transaction.atomic():
        alarm = locked_alarm(alarm_id)
        if alarm.shelved_until is None or alarm.shelved_until > now:
            return False
        _take_back(alarm, SYSTEM, "搁置到期")
        return True


def _take_back(alarm: Alarm, actor: Actor, text: str) -> None:
    now = clock.now()
    alarm.shelved_until, alarm.shelved_reason = None, ""
    rings = alarm.acknowledged_at is None and alarm.returned_at is None
    alarm.next_escalation_at = now if rings and not alarm.is_suppressed else None
    write(alarm, actor, "unshelve", at=now, text=text, fields=_FIELDS, event=AlarmShelved)
