"""Telling the next one while nobody acknowledges. All of it is in rows: restarts lose nothing."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.domains.alarms import rules
from anhuan.domains.alarms.actions.changing import ring_again
from anhuan.domains.alarms.actions.steps import note_step, write
from anhuan.domains.alarms.events import AlarmUpdated
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.queries import (
    card_of,
    climb_of,
    ladder_of,
    locked_alarm,
    recipients,
    url_of,
)
from anhuan.domains.alarms.rules import Rung
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.actions import emit

log = logging.getLogger(__name__)


def escalate_due(now: datetime) -> int:
    """Climb every ladder that is due; one alarm that fails holds up no other."""
    due = Alarm.objects.filter(closed_at__isnull=True, next_escalation_at__lte=now)
    count = 0
    for alarm_id in list(due.order_by("priority").values_list("pk", flat=True)[:500]):
        try:
            count += escalate(alarm_id, now)
        except Exception:
            log.exception("escalation of alarm %s failed", alarm_id)
    return count


def escalate(alarm_id: UUID, now: datetime) -> bool:
    """Tell everybody who is due. Harmless to repeat."""
    with transaction.atomic():
        alarm = locked_alarm(alarm_id)
        if alarm.closed_at or not alarm.next_escalation_at or alarm.next_escalation_at > now:
            return False
        if alarm.acknowledged_at:
            _ring_after_approval(alarm, now)
        else:
            _climb(alarm, now)
        return True


def _climb(alarm: Alarm, now: datetime) -> None:
    ladder = ladder_of(alarm)
    since, told = climb_of(alarm)
    due = rules.due_rungs(ladder, since, told, now)
    for rung in due:
        _tell(alarm, rung, now)
    alarm.next_escalation_at = rules.next_due_at(ladder, since, told + len(due))
    if due:
        alarm.escalated_to = Role(due[-1].role).label
        emit(alarm.company.code, AlarmUpdated(alarm=card_of(alarm)))
    alarm.save(update_fields=["escalated_to", "next_escalation_at", "updated_at"])


def _tell(alarm: Alarm, rung: Rung, now: datetime) -> None:
    told = recipients(alarm, rung.role)
    message = Message(
        topic=f"alarm:{alarm.pk}",
        title=f"{alarm.priority} 级报警：{alarm.title}",
        text=alarm.text,
        url=url_of(alarm),
        priority=alarm.priority,
    )
    post(alarm.company, told, message)
    names = "、".join(account.display_name for account in told) or "（没有此角色的账号）"
    text = f"{Role(rung.role).label}：{names}"
    data = {"after_s": rung.after_s, "role": rung.role, "accounts": [str(a.pk) for a in told]}
    note_step(alarm, SYSTEM, "escalate", at=now, text=text, data=data)


def _ring_after_approval(alarm: Alarm, now: datetime) -> None:
    """The time of an approved gathering is over and people are still there."""
    fields = ring_again(alarm, now)
    text = "聚集作业研判到期，人员仍未分散"
    write(alarm, SYSTEM, "approval_over", at=now, text=text, fields=fields, event=AlarmUpdated)
