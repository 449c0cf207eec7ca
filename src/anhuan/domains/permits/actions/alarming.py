"""Alarms of permits: raised through `alarms`, noted on the permit, ended when the cause ends."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.rules import AlarmRaise, Place
from anhuan.domains.outbox.actions import emit
from anhuan.domains.permits.events import PermitAlarmChanged
from anhuan.domains.permits.models import Permit, PermitAlarm
from anhuan.domains.permits.queries.onsite import middle_of
from anhuan.domains.permits.queries.report_rows import alarm_row
from anhuan.domains.permits.rules.codes import ALARM_CODES, Alarm, alarm_kind
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.refusals import alarms_of
from anhuan.domains.permits.rules.states import Deed
from anhuan.kernel.errors import Refused
from anhuan.kernel.ids import uuid_of


def raise_on(
    permit: Permit, what: Alarm, text: str, now: datetime, *, key: str = "", refusal: bool = False
) -> bool:
    """Raise once while it stands; whether it is new. `key` tells several of one code apart."""
    condition = f"permit:{permit.pk}:{what}:{key}".rstrip(":")
    if permit.alarms.filter(condition=condition, ended_at__isnull=True).exists():
        return False
    code = ALARM_CODES[what].code
    x_m, y_m = middle_of(permit) or (None, None)
    place = Place(permit.area_id, x_m, y_m, permit.floors[0] if permit.floors else None)
    raised = AlarmRaise(
        kind=alarm_kind(what), condition=condition, raised_at=now, source="permits", place=place,
        title=f"{permit.number} {Kind(permit.kind).label}"[:100], text=text[:300],
        alarm_id=uuid_of("alarm", condition, now.isoformat()), rule=alarm_kind(what),
        rule_version="1", inputs={"permit": str(permit.pk), "code": code, "state": permit.state},
    )  # fmt: skip
    row = PermitAlarm.objects.create(
        permit=permit, what=what, code=code, condition=condition, text=text[:300],
        alarm=raise_alarm(permit.company, raised), from_refusal=refusal, started_at=now,
    )  # fmt: skip
    _tell(row)
    return True


def end_alarm(row: PermitAlarm, now: datetime) -> None:
    """The cause is over."""
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    return_alarm(row.permit.company, row.condition, now)
    _tell(row)


def _tell(row: PermitAlarm) -> None:
    event = PermitAlarmChanged(row.permit_id, row.code, alarm_row(row))
    emit(row.permit.company.code, event)


def alarm_refusal(pk: UUID, deed: Deed, refused: Refused, now: datetime) -> None:
    """What must not be signed is heard of, though nothing else is written (5.4.3 to 5.5.2)."""
    found = list(alarms_of(deed, refused.blockers))
    if not found:
        return
    with transaction.atomic():
        permit = Permit.objects.select_for_update(of=("self",)).get(pk=pk)
        for what, text in found:
            raise_on(permit, what, text, now, refusal=True)


def settle(permit: Permit, now: datetime) -> None:
    """After a deed was done: what a refusal had raised is over."""
    for row in permit.alarms.filter(ended_at__isnull=True, from_refusal=True):
        end_alarm(row, now)
