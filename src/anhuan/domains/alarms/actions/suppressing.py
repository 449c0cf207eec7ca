"""Silencing a kind in an area for a time (AQ 3064.3 5.2.5). Alarms are recorded all the same."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.domains.alarms import rules
from anhuan.domains.alarms.actions.steps import write
from anhuan.domains.alarms.events import AlarmUpdated
from anhuan.domains.alarms.models import Alarm, AlarmKind, Suppression
from anhuan.domains.alarms.queries import is_silenced, locked_alarm
from anhuan.domains.alarms.rules import Place
from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.org.models import Account, Company
from anhuan.domains.plant.models import Area
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse, refuse_if_any


def suppress(
    company: Company,
    by: Account,
    *,
    kind: AlarmKind,
    area: Area,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
) -> Suppression:
    """Silence one kind in one area for a time; ends by itself."""
    refuse_if_any(rules.suppress_blockers(kind.code, starts_at, ends_at, reason, clock.now()))
    with transaction.atomic():
        made = Suppression.objects.create(
            company=company, kind=kind, area=area, starts_at=starts_at, ends_at=ends_at,
            reason=reason.strip(), by=by,
        )  # fmt: skip
        after = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
        record(by, "suppress", made, after=after, note=reason)
        return made


def end_suppression(suppression_id: UUID, by: Account) -> Suppression:
    """End it before its time; what it silenced and still stands rings at the next scan."""
    with transaction.atomic():
        item = Suppression.objects.select_for_update().get(pk=suppression_id)
        now = clock.now()
        if item.ended_early_at or item.ends_at <= now:
            raise refuse("already_ended", "静默已经结束")
        item.ended_early_at = now
        item.save(update_fields=["ended_early_at"])
        record(by, "end_suppression", item, after={"ended_early_at": now.isoformat()})
        return item


def ring_unsilenced(now: datetime) -> int:
    """Let every active alarm ring whose silence is over."""
    silent = Alarm.objects.filter(
        is_suppressed=True, closed_at__isnull=True, returned_at__isnull=True
    )
    return sum(_ring_if_unsilenced(pk, now) for pk in silent.values_list("pk", flat=True))


def _ring_if_unsilenced(alarm_id: UUID, now: datetime) -> bool:
    with transaction.atomic():
        alarm = locked_alarm(alarm_id)
        place = Place(alarm.area_id, alarm.x_m, alarm.y_m)
        if not alarm.is_suppressed or is_silenced(alarm.company, alarm.kind.code, place, now):
            return False
        alarm.is_suppressed = False
        if alarm.acknowledged_at is None and alarm.shelved_until is None:
            alarm.next_escalation_at = now
        fields = ("is_suppressed", "next_escalation_at")
        write(
            alarm, SYSTEM, "unsuppress", at=now, text="静默结束", fields=fields, event=AlarmUpdated
        )
        return True
