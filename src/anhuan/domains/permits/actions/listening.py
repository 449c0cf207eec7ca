"""What detectors say: kept by the minute, judged at once, acted upon (6.5; PTW-167, AQP-067, 068).

Readings are written first, in a transaction of their own: whatever becomes of a permit, they stay.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from anhuan.domains.permits.actions.alarming import condition_of, end_condition, raise_on
from anhuan.domains.permits.actions.instruments import hear, warn_plant
from anhuan.domains.permits.actions.releasing import key_of
from anhuan.domains.permits.actions.steps import locked
from anhuan.domains.permits.actions.working import suspend
from anhuan.domains.permits.models import Instrument, Permit, PermitAlarm
from anhuan.domains.permits.models.instruments import DETECTORS
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.watching import (
    air_faults,
    gaps,
    watched_permits,
)
from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.gas import TARGET_LABELS
from anhuan.domains.permits.rules.states import ISSUED_STATES, State
from anhuan.domains.permits.rules.wire import GasReport, Health, Unread
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

log = logging.getLogger(__name__)
_KEEP = """
INSERT INTO permits_gasminute AS m
       (instrument_id, minute, gas, unit, least, most, last, count)
VALUES (%s, date_trunc('minute', %s::timestamptz), %s, %s, %s, %s, %s, 1)
    ON CONFLICT (instrument_id, minute, gas, unit) DO UPDATE
   SET least = least(m.least, excluded.least), most = greatest(m.most, excluded.most),
       last = excluded.last, count = m.count + 1
"""


def take_gas(number: str, told: Sequence[GasReport], health: Health) -> int:
    """Readings of one detector, in order; how many works they were judged for.

    Unread("unknown_detector") when nobody has registered the number.
    """
    now, heard = clock.now(), []
    with transaction.atomic():
        rows = Instrument.objects.select_for_update(of=("self",)).select_related("company")
        for row in rows.filter(number=number, form__in=DETECTORS, is_retired=False):
            heard.append((row, _keep(row, told, health, now)))
    if not heard:
        raise Unread("unknown_detector", number)
    return sum(
        _judge(pk, row, one, now)
        for row, fresh in heard for one in fresh for pk in watched_permits(row)
    )  # fmt: skip


def _keep(
    row: Instrument, told: Iterable[GasReport], health: Health, now: datetime
) -> list[GasReport]:
    """Write them down; those that are news. What comes late fills the curve and is not judged."""
    reports = list(told)
    with connection.cursor() as cursor:
        cursor.executemany(
            _KEEP, [one for report in reports for one in _minute_rows(row, report)]
        )  # fmt: skip
    fresh = [one for one in reports if not one.is_late]
    for one in fresh:
        readings = [
            {"gas": each.gas, "value": each.value, "unit": each.unit} for each in one.readings
        ]
        row.latest = {"readings": readings, "is_alarm": one.is_alarm}
        hear(row, one.heard_at, health)
        warn_plant(row, one, now)
    return fresh


def _minute_rows(row: Instrument, report: GasReport) -> Iterator[list[Any]]:
    for one in report.readings:
        yield [row.pk, report.at, one.gas, one.unit, one.value, one.value, one.value]


def _judge(pk: UUID, row: Instrument, report: GasReport, now: datetime) -> bool:
    """By one permit's limits. A permit that moved on meanwhile is left alone."""
    permit = Permit.objects.select_related("company", "area", "template").get(pk=pk)
    if permit.state not in ISSUED_STATES:
        return False
    look = Look(permit, None, now)
    faults = air_faults(look, report.readings, is_alarm=report.is_alarm)
    if faults:
        text = f"检测仪 {row.number}：{'；'.join(faults)}"
        _stop(pk, Alarm.GAS_OUT, text, now, key_of(row))
    elif _stands(permit, Alarm.GAS_OUT, key_of(row)):
        _end(pk, Alarm.GAS_OUT, now, key_of(row))
    if _stands(permit, Alarm.NOT_CONTINUOUS) and not gaps(look):
        _end(pk, Alarm.NOT_CONTINUOUS, now)
    return True


def _stands(permit: Permit, what: Alarm, key: str = "") -> bool:
    name = condition_of(permit, what, key)
    return PermitAlarm.objects.filter(condition=name, ended_at__isnull=True).exists()


def _stop(pk: UUID, what: Alarm, text: str, now: datetime, key: str = "") -> None:
    """The alarm first: it stands even where the work cannot be stopped any more."""
    try:
        with transaction.atomic():
            permit = locked(pk)
            raise_on(permit, what, text, now, key=key)
            if permit.state == State.WORKING:
                suspend(None, permit, text[:300], code=what)
    except Refused as refused:
        log.warning("permit %s: %s", pk, refused)


def _end(pk: UUID, what: Alarm, now: datetime, key: str = "") -> None:
    with transaction.atomic():
        end_condition(locked(pk), what, now, key)


def look_for_gaps(now: datetime) -> int:
    """Works whose air nobody watches any more, though they must be watched; how many were found.

    A detector that fell silent and one that was taken away are the same here (5.9.4).
    """
    return sum(_gap(pk, now) for pk in list(_doubtful(now)))


def _doubtful(now: datetime) -> Iterator[UUID]:
    """Permits at work that have, or had, a detector."""
    rows = Permit.objects.filter(state=State.WORKING, watches__isnull=False)
    yield from rows.values_list("pk", flat=True).distinct()


def _gap(pk: UUID, now: datetime) -> bool:
    permit = Permit.objects.select_related("company", "area", "template").get(pk=pk)
    missing = gaps(Look(permit, None, now))
    if not missing:
        return False
    what = "、".join(TARGET_LABELS[one] for one in missing)
    _stop(pk, Alarm.NOT_CONTINUOUS, f"{what}没有检测仪数据，连续监测中断", now)
    return True
