"""The air of a permit live: detectors, their values by its limits, the curve, what is due."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from anhuan.domains.permits.models import GasMinute, Instrument
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.timing import dues_of
from anhuan.domains.permits.queries.watching import (
    gaps,
    is_heard,
    near,
    owes,
    readings_of,
)
from anhuan.domains.permits.rules.gas import TARGET_LABELS, Reading, judge
from anhuan.domains.permits.rules.gases import UNIT_LABELS, Unit
from anhuan.domains.permits.rules.timers import What

CURVE = timedelta(hours=8)
_RECORDS = (What.RECORD, What.HAND_READING)


def air(look: Look, since: datetime | None = None) -> dict[str, Any]:
    """For the phone: {"owed", "gaps", "detectors", "curve", "record_due"}."""
    return watched(look) | {
        "curve": list(curve(look, since or look.now - CURVE)),
        "record_due": next((one.at for one in dues_of(look) if one.what in _RECORDS), None),
    }


def watched(look: Look) -> dict[str, Any]:
    """Whether detectors must watch, what none watches, and those there are."""
    rows = {one.instrument_id: one.instrument for one in look.watches}
    bound = set(rows)
    rows |= {one.pk: one for one in near(look.permit)}
    return {
        "owed": owes(look),
        "gaps": [TARGET_LABELS[one] for one in gaps(look)],
        "silent_after_s": look.figures.detector_silent_s,
        "detectors": [_detector(look, one, is_bound=pk in bound) for pk, one in rows.items()],
    }


def _detector(look: Look, row: Instrument, *, is_bound: bool) -> dict[str, Any]:
    heard = is_heard(row, look.now, look.figures.detector_silent_s)
    return {
        "id": str(row.pk), "number": row.number, "name": row.name, "form": row.form,
        "form_label": row.get_form_display(), "seen_at": row.seen_at, "is_silent": not heard,
        "is_bound": is_bound, "battery_pct": row.battery_pct,
        "is_alarm": bool(row.latest.get("is_alarm")),
        "readings": [_reading(look, one) for one in readings_of(row)],
    }  # fmt: skip


def _reading(look: Look, one: Reading) -> dict[str, Any]:
    verdict, gas = judge(look.kind, look.facts, [one], look.gases), look.gases.get(one.gas)
    return {
        "gas": one.gas, "name": gas.name if gas else one.gas, "value": one.value,
        "unit": one.unit, "unit_label": UNIT_LABELS[one.unit], "is_ok": not verdict.faults,
        "text": "；".join(found.text for found in verdict.findings),
    }  # fmt: skip


def curve(look: Look, since: datetime) -> Iterator[dict[str, Any]]:
    """A line for each detector and gas, as long as it was bound: [time, least, most, last]."""
    lines: dict[tuple[str, str, str], list[list[Any]]] = {}
    for row in _minutes(look, since):
        key = (row.instrument.number, row.gas, row.unit)
        lines.setdefault(key, []).append([row.minute, row.least, row.most, row.last])
    for (number, gas, unit), points in lines.items():
        known = look.gases.get(gas)
        yield {
            "detector": number, "gas": gas, "name": known.name if known else gas, "unit": unit,
            "unit_label": UNIT_LABELS[Unit(unit)], "points": points,
        }  # fmt: skip


def _minutes(look: Look, since: datetime) -> Iterator[GasMinute]:
    spans = Q(pk__in=[])
    for one in look.all_watches:
        begin = max(since, one.from_at.replace(second=0, microsecond=0))
        until = one.until_at or look.now
        spans |= Q(instrument=one.instrument_id, minute__gte=begin, minute__lte=until)
    rows = GasMinute.objects.filter(spans).select_related("instrument")
    yield from rows.order_by("instrument", "gas", "minute")
