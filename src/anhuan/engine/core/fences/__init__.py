"""Zones (areas and fences): what holds a point, how far its edge is, who entered and left."""

from anhuan.engine.core.fences.compiled import CompiledZones, compile_zones
from anhuan.engine.core.fences.shapes import contains, signed_distance_m
from anhuan.engine.core.fences.visits import (
    ENTER,
    LEAVE,
    Visits,
    VisitState,
    close_silent,
    follow_visits,
    new_visits,
)

__all__ = [
    "ENTER",
    "LEAVE",
    "CompiledZones",
    "VisitState",
    "Visits",
    "close_silent",
    "compile_zones",
    "contains",
    "follow_visits",
    "new_visits",
    "signed_distance_m",
]
