"""Tags, anchors, fences, and where everyone was."""

from anhuan.domains.positioning.models.devices import Anchor, Assignment, Tag, Vehicle
from anhuan.domains.positioning.models.fence_past import FenceTrial, FenceVersion
from anhuan.domains.positioning.models.fences import Fence
from anhuan.domains.positioning.models.gates import GatePassage, Sounder
from anhuan.domains.positioning.models.inflow import DeadLetter, DeadLetterCount, EngineState
from anhuan.domains.positioning.models.job_areas import JobArea
from anhuan.domains.positioning.models.settings import PositioningSettings
from anhuan.domains.positioning.models.tracks import (
    LatestPosition,
    TrackChunk,
    TrackSeal,
    ZoneVisit,
)

__all__ = [
    "Anchor",
    "Assignment",
    "DeadLetter",
    "DeadLetterCount",
    "EngineState",
    "Fence",
    "FenceTrial",
    "FenceVersion",
    "GatePassage",
    "JobArea",
    "LatestPosition",
    "PositioningSettings",
    "Sounder",
    "Tag",
    "TrackChunk",
    "TrackSeal",
    "Vehicle",
    "ZoneVisit",
]
