"""Tags, anchors, fences, and where everyone was."""

from anhuan.domains.positioning.models.devices import Anchor, Assignment, Tag, Vehicle
from anhuan.domains.positioning.models.fences import Fence
from anhuan.domains.positioning.models.inflow import DeadLetter, DeadLetterCount, EngineState
from anhuan.domains.positioning.models.settings import PositioningSettings
from anhuan.domains.positioning.models.tracks import LatestPosition, TrackChunk, ZoneVisit

__all__ = [
    "Anchor",
    "Assignment",
    "DeadLetter",
    "DeadLetterCount",
    "EngineState",
    "Fence",
    "LatestPosition",
    "PositioningSettings",
    "Tag",
    "TrackChunk",
    "Vehicle",
    "ZoneVisit",
]
