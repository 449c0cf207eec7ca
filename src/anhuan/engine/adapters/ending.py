"""Why an alarm about a zone ended, when it was the zone that changed and not what people did."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.zones import Named


def why_ended(plant: Plant, zone: UUID | None, name: str, version: str, at: datetime) -> str:
    """One sentence, or nothing where the zone is as it was when the alarm was raised.

    `name` and `version` are the zone's of that time, `at` is when the condition ended.
    """
    if zone is None or not version:
        return ""
    named = plant.zones.names.get(zone)
    if named is None:
        return f"“{name}”已结束、停用或作废，不再判定"
    if named.version != version:
        return f"“{name}”在报警期间被修改{_versions(named, version)}，按新的范围和条件判定"
    schedule = plant.zones.schedules.get(zone)
    if schedule and not schedule.holds(at, plant.time_zone):
        return f"“{name}”已不在生效时段"
    return ""


def _versions(named: Named, version: str) -> str:
    """Of a fence; an area's version is only a time."""
    return "" if named.area == named.id else f"（版本 {version} → {named.version}）"
