"""People who have not moved for too long in a zone where that matters (静止).

AQ 3064.3-2025 5.2.4 b. Only while the tag is heard: a silent tag is another matter (`signal`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from anhuan.engine.core.config import PEOPLE, Kind
from anhuan.engine.core.decisions import Decision, Still
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.telling import Pair, tell


@dataclass(slots=True)
class StillState:
    """Who was told to be still, and where."""

    told: Latches[Pair] = field(default_factory=Latches)


def step(state: StillState, scene: Scene) -> list[Decision]:
    """Raise after more than the zone's `still_after_s` about one place; clear with a move."""
    holds: dict[Pair, int] = {}
    why: dict[Pair, dict[str, float]] = {}
    for zone_number, tag, _ in scene.judged_visits(scene.ruled.still):
        limit_s = scene.zones[zone_number].still_after_s or 0.0
        if Kind(scene.kind[tag]) not in PEOPLE:
            continue
        since = scene.since(zone_number, int(scene.still_since_ms[tag]))
        lasted = int(scene.heard_ms[tag]) - since
        if lasted > limit_s * 1000:
            pair = scene.pair(zone_number, tag)
            holds[pair] = since
            why[pair] = {"still_ms": lasted, "limit_s": limit_s}
    return tell(Still, state.told, holds, scene, why)
