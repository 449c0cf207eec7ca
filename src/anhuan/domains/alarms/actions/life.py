"""What people do to an alarm: acknowledge, clear, handle, close, judge a gathering."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.domains.alarms import rules
from anhuan.domains.alarms.actions.steps import write
from anhuan.domains.alarms.events import (
    AlarmAcknowledged,
    AlarmClosed,
    AlarmHandled,
    AlarmReturned,
)
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.queries import life_of, locked_alarm
from anhuan.domains.alarms.rules import Life, Verb
from anhuan.domains.org.models import Account
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


def acknowledge(alarm_id: UUID, by: Account) -> Alarm:
    """Somebody has seen it: the sound stops, nobody further is told."""
    with transaction.atomic():
        alarm = locked_alarm(alarm_id)
        life = life_of(alarm)
        _refuse(life, Verb.ACKNOWLEDGE, list(rules.acknowledge_blockers(life)))
        fields = _acknowledged(alarm, by, clock.now())
        write(alarm, by, "acknowledge", at=clock.now(), fields=fields, event=AlarmAcknowledged)
        return alarm


def acknowledge_in_bulk(alarm_id: UUID, by: Account) -> Alarm:
    """The same from a list of many: what is most urgent is looked at one by one."""
    if Alarm.objects.filter(pk=alarm_id, priority=1).exists():
        raise refuse("priority_one", "一级报警请逐条查看并确认")
    return acknowledge(alarm_id, by)


def clear(alarm_id: UUID, by: Account, note: str = "") -> Alarm:
    """Somebody confirmed that it is over. Who was there and where is kept (AQ 3064.3 5.2.3 c)."""
    with transaction.atomic():
        alarm, now = locked_alarm(alarm_id), clock.now()
        life = life_of(alarm)
        _refuse(life, Verb.CLEAR, list(rules.clear_blockers(life, note)))
        alarm.cleared_at = now
        alarm.returned_at = alarm.returned_at or now
        alarm.next_escalation_at = None
        place = {"area": str(alarm.area_id or ""), "x_m": alarm.x_m, "y_m": alarm.y_m}
        write(
            alarm, by, "clear", at=now, text=note, event=AlarmReturned,
            fields=("cleared_at", "returned_at", "next_escalation_at"),
            data={"people": alarm.people, "place": place | {"floor": alarm.floor}},
        )  # fmt: skip
        return alarm


def handle(alarm_id: UUID, by: Account, cause: str, result: str) -> Alarm:
    """Write down why it rang and what was done; acknowledges when nobody had."""
    with transaction.atomic():
        alarm, now = locked_alarm(alarm_id), clock.now()
        life = life_of(alarm)
        _refuse(life, Verb.HANDLE, list(rules.handle_blockers(life, cause, result)))
        if not life.is_acknowledged:
            fields = _acknowledged(alarm, by, now)
            write(alarm, by, "acknowledge", at=now, fields=fields, event=AlarmAcknowledged)
        alarm.cause, alarm.result = cause, result.strip()
        alarm.handled_at, alarm.handled_by = now, by
        write(
            alarm, by, "handle", at=now, event=AlarmHandled,
            fields=("cause", "result", "handled_at", "handled_by"),
            text=f"{alarm.get_cause_display()}：{alarm.result}",
        )  # fmt: skip
        return alarm


def close(alarm_id: UUID, by: Account) -> Alarm:
    """End the loop."""
    with transaction.atomic():
        alarm, now = locked_alarm(alarm_id), clock.now()
        life = life_of(alarm)
        _refuse(life, Verb.CLOSE, list(rules.close_blockers(life)))
        alarm.closed_at, alarm.next_escalation_at = now, None
        fields = ("closed_at", "next_escalation_at")
        write(alarm, by, "close", at=now, fields=fields, event=AlarmClosed)
        return alarm


def approve_gathering(
    alarm_id: UUID, by: Account, *, reason: str, measures: str, until: datetime
) -> Alarm:
    """Judge a necessary gathering: it stays in warning, silent until `until`, then rings again."""
    with transaction.atomic():
        alarm, now = locked_alarm(alarm_id), clock.now()
        life = life_of(alarm)
        found = rules.gathering_blockers(life, alarm.kind.code, reason, measures, until, now)
        refuse_if_any(found)
        fields = [] if life.is_acknowledged else _acknowledged(alarm, by, now)
        alarm.next_escalation_at = until
        write(
            alarm, by, "approve", at=now, event=AlarmAcknowledged,
            fields={*fields, "next_escalation_at"}, text=f"{reason}；措施：{measures}",
            data={"reason": reason, "measures": measures, "until": until.isoformat()},
        )  # fmt: skip
        return alarm


def _acknowledged(alarm: Alarm, by: Account, now: datetime) -> list[str]:
    alarm.acknowledged_at, alarm.acknowledged_by = now, by
    alarm.next_escalation_at = None
    return ["acknowledged_at", "acknowledged_by", "next_escalation_at"]


def _refuse(life: Life, verb: Verb, found: list[Blocker]) -> None:
    """The particular reasons; failing those, what the table says."""
    refuse_if_any(found or rules.step_blocker(life, verb))
