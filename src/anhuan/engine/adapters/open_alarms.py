"""The alarms that last, of every source: their state for all who listen, and gas alarms for us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules import GAS_CODES
from anhuan.domains.org.models import Company
from anhuan.engine.adapters.around import Around
from anhuan.kernel import clock


@dataclass(frozen=True, slots=True)
class OpenAlarm:
    """One alarm that is not over."""

    id: UUID
    kind: str
    condition: str
    title: str
    priority: int
    raised_ms: int
    x: float | None
    y: float | None
    floor: int | None
    people: int
    is_acknowledged: bool

    @property
    def is_gas(self) -> bool:
        """A gas detector is in alarm, at a known place."""
        return self.kind in GAS_CODES and self.x is not None and self.y is not None


def read_open(company: Company) -> tuple[OpenAlarm, ...]:
    """Every alarm whose condition holds or that waits to be cleared, the oldest first."""
    lasting = Q(returned_at__isnull=True) | Q(kind__needs_clearing=True, cleared_at__isnull=True)
    rows = Alarm.objects.filter(lasting, company=company, closed_at__isnull=True)
    return tuple(
        OpenAlarm(
            id=row.pk,
            kind=row.kind.code,
            condition=row.condition,
            title=row.title,
            priority=row.priority,
            raised_ms=clock.to_ms(row.raised_at),
            x=row.x_m,
            y=row.y_m,
            floor=row.floor,
            people=len(row.people),
            is_acknowledged=row.acknowledged_at is not None,
        )
        for row in rows.select_related("kind").order_by("raised_at", "pk")
    )


def states(alarms: Sequence[OpenAlarm], around: Around, now_ms: int) -> dict[str, Any]:
    """What `rt.<plant>.alarm_states` says, at least 12 times a minute (AQ 3064.3 7.3.1)."""
    return {
        "t": clock.from_ms(now_ms).isoformat(),
        "alarms": [_state(alarm, around, now_ms) for alarm in alarms],
    }


def _state(alarm: OpenAlarm, around: Around, now_ms: int) -> dict[str, Any]:
    x, y, floor, people = _present(alarm, around)
    return {
        "id": str(alarm.id),
        "kind": alarm.kind,
        "title": alarm.title,
        "priority": alarm.priority,
        "acknowledged": alarm.is_acknowledged,
        "raised_at": clock.from_ms(alarm.raised_ms).isoformat(),
        "lasted_s": max(now_ms - alarm.raised_ms, 0) // 1000,
        "people": people,
        "x_m": x,
        "y_m": y,
        "floor": floor,
    }


def _present(
    alarm: OpenAlarm, around: Around
) -> tuple[float | None, float | None, int | None, int]:
    """Where it is by now, and how many people: a gathering and a person move."""
    rule, *keys = alarm.condition.split(":")
    if rule == "crowding" and keys and (found := around.gathering(keys[0])):
        group = found.group
        return round(group.x, 2), round(group.y, 2), group.floor, len(group.members)
    if rule in ("over_count", "under_count") and keys:
        return alarm.x, alarm.y, alarm.floor, len(around.inside(UUID(keys[0])))
    spot = around.spot(UUID(keys[-1])) if keys and _is_id(keys[-1]) else None
    if spot:
        return round(spot.x, 2), round(spot.y, 2), spot.floor, alarm.people
    return alarm.x, alarm.y, alarm.floor, alarm.people


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
