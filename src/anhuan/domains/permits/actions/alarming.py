"""Alarms of permits: raised through `alarms`, noted on the permit, ended when the cause ends."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.models import Alarm as AlarmRow
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
    permit: Permit, what: Alarm, text: str, now: datetime, *, key: str = "",
    refusal: bool = False, already: AlarmRow | None = None,
) -> bool:  # fmt: skip
    """Raise once while it stands; whether it is new. `key` tells several of one code apart.

    `already`: this very event rings as that alarm; the permit takes it for its own, for one event
    rings once (ISA-18.2: duplicates fold)."""
    condition = condition_of(permit, what, key)
    if permit.alarms.filter(condition=condition, ended_at__isnull=True).exists():
        return False
    row = PermitAlarm.objects.create(
        permit=permit, what=what, code=ALARM_CODES[what].code, condition=condition,
        alarm=already
        or raise_alarm(permit.company, _raised(permit, what, text, now, condition)),
        text=text[:300], from_refusal=refusal, started_at=now,
    )  # fmt: skip
    _tell(row)
    return True


def condition_of(permit: Permit, what: Alarm, key: str = "") -> str:
    """What is wrong, as a name: the same while it lasts."""
    return f"permit:{permit.pk}:{what}:{key}".rstrip(":")


def _raised(permit: Permit, what: Alarm, text: str, now: datetime, condition: str) -> AlarmRaise:
    x_m, y_m = middle_of(permit) or (None, None)
    inputs = {"permit": str(permit.pk), "code": ALARM_CODES[what].code, "state": permit.state}
    return AlarmRaise(
        kind=alarm_kind(what), condition=condition, raised_at=now, source="permits",
        title=f"{permit.number} {Kind(permit.kind).label}：{ALARM_CODES[what].label}"[:100],
        text=text[:300], alarm_id=uuid_of("alarm", condition, now.isoformat()),
        place=Place(permit.area_id, x_m, y_m, permit.floors[0] if permit.floors else None),
        rule=alarm_kind(what), rule_version="1", inputs=inputs,
    )  # fmt: skip


def end_alarm(row: PermitAlarm, now: datetime) -> None:
    """The cause is over."""
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    return_alarm(row.permit.company, row.condition, now)
    _tell(row)


def end_condition(permit: Permit, what: Alarm, now: datetime, key: str = "") -> None:
    """The same by its name."""
    condition = condition_of(permit, what, key)
    for row in permit.alarms.filter(condition=condition, ended_at__isnull=True):
        end_alarm(row, now)


def _tell(row: PermitAlarm) -> None:
    event = PermitAlarmChanged(row.permit_id, row.code, alarm_row(row))
    emit(row.permit.company.code, event)


def alarm_refusal(pk: UUID, deed: Deed, refused: Refused, now: datetime) -> None:
    """What must not be signed is heard of, though nothing else is written (5.4.3 to 5.5.2)."""
    found = list(alarms_of(deed, refused.blockers))
    if not found:
        return
    with transaction.atomic():
        permit = Permit.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if permit is None:
            return
        for what, text in found:
            raise_on(permit, what, text, now, refusal=True)
