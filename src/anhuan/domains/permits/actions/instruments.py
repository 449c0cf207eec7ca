"""The register of devices, what they say of themselves, and the warnings fixed detectors give."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from anhuan.domains.alarms.actions import raise_alarm, return_alarm, update_alarm
from anhuan.domains.alarms.queries import standing_alarm
from anhuan.domains.alarms.rules import AlarmRaise, AlarmUpdate, Place
from anhuan.domains.audit.actions import save_checked
from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import GasEntry, Instrument
from anhuan.domains.permits.queries.figures import with_figures
from anhuan.domains.permits.queries.permits import settings_of, zone_of
from anhuan.domains.permits.queries.watching import readings_of
from anhuan.domains.permits.rules.watching import is_silent, plant_alarm
from anhuan.domains.permits.rules.wire import GasReport, Health
from anhuan.domains.permits.seeds import shipped_gases
from anhuan.kernel.errors import Blocker
from anhuan.kernel.ids import uuid_of

SILENT = "silent"
STATION_SILENT_S = 900  # a weather station speaks every few minutes
_WATCHED = (Instrument.Form.FIXED, Instrument.Form.WEATHER)


def save_instrument(by: Account, row: Instrument, changes: dict[str, Any]) -> Instrument:
    """Register, correct or retire a device (AQP-083)."""
    number = str(changes.get("number", row.number))
    found = []
    if any(one in ". #+/*>" for one in number):
        found.append(Blocker("number_invalid", "编号不能含空格和 . # + / * >"))
    if changes.get("is_retired") and row.watches.filter(until_at__isnull=True).exists():
        found.append(Blocker("detector_busy", "正在监测作业，请先解除绑定再停用"))
    return save_checked(by, row, changes, found)


def hear(row: Instrument, at: datetime, health: Health) -> None:
    """A device has spoken."""
    row.seen_at = at if row.seen_at is None else max(at, row.seen_at)
    row.battery_pct = row.battery_pct if health.battery_pct is None else health.battery_pct
    row.faults = row.faults if health.faults is None else list(health.faults)
    if row.state == SILENT:
        row.state = ""
        return_alarm(row.company, f"silent:{row.pk}", at)
    row.save(update_fields=["seen_at", "battery_pct", "faults", "state", "latest"])


def warn_plant(row: Instrument, report: GasReport, now: datetime) -> None:
    """A fixed detector at its first step, or above: everybody hears of it, works near it stop."""
    if row.form != Instrument.Form.FIXED:
        return
    own = GasEntry.objects.filter(company=row.company)
    gases = {**shipped_gases(), **{one.key: one.gas for one in own}}
    found = plant_alarm(readings_of(row), gases, is_alarm=report.is_alarm)
    condition = f"gas:{row.pk}"
    standing = standing_alarm(row.company, condition)
    is_active = standing is not None and standing.returned_at is None
    if found is None:
        if is_active:
            return_alarm(row.company, condition, now)
    elif standing is None or not is_active:
        raise_alarm(row.company, _raised(row, found.kind, condition, found.text, now))
    elif standing.kind.code != found.kind:
        update_alarm(row.company, AlarmUpdate(condition, now, kind=found.kind, text=found.text))


def _raised(
    row: Instrument, kind: str, condition: str, text: str, now: datetime
) -> AlarmRaise:  # fmt: skip
    return AlarmRaise(
        kind=kind, condition=condition, raised_at=now, source="detectors",
        title=f"{row.number} {row.name}"[:100], text=text[:300],
        alarm_id=uuid_of("alarm", condition, now.isoformat()),
        place=Place(row.area_id, row.x_m, row.y_m, row.floor), rule=kind, rule_version="1",
        inputs={"instrument": str(row.pk), "detector": row.number},
    )  # fmt: skip


def look_for_silence(now: datetime) -> int:
    """Fixed detectors and weather stations that have fallen silent; how many are new."""
    early = now - timedelta(seconds=10)  # no plant sets less
    rows = Instrument.objects.filter(
        form__in=_WATCHED, is_retired=False, seen_at__isnull=False, seen_at__lt=early
    )
    found = 0
    for row in rows.exclude(state=SILENT).select_related("company"):
        if is_silent(row.seen_at, now, _limit_s(row)):
            found += _fell_silent(row, now)
    return found


def _limit_s(row: Instrument) -> int:
    if row.form == Instrument.Form.WEATHER:
        return STATION_SILENT_S
    return with_figures(settings_of(row.company).figures).detector_silent_s


def _fell_silent(row: Instrument, now: datetime) -> bool:
    with transaction.atomic():
        rows = Instrument.objects.filter(Q(pk=row.pk) & ~Q(state=SILENT), seen_at=row.seen_at)
        if not rows.update(state=SILENT):
            return False  # it has spoken just now
        heard = (row.seen_at or now).astimezone(zone_of(row.company))
        text = f"最近上报 {heard:%m-%d %H:%M:%S}，之后没有数据"
        condition = f"silent:{row.pk}"
        raise_alarm(row.company, _raised(row, "detector_silent", condition, text, now))
    return True
