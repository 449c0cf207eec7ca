"""People who have not moved for too long in a zone where that matters (静止).

AQ 3064.3-2025 5.2.4 b. Only while the tag is heard: a silent tag is another matter (`signal`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from anhuan.engine.core.config import PEOPLE, Kind
from anhuan.engine.core.decisions import Decision, Phase, Still
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.scene import Scene

Pair = tuple[str, str]  # zone id, tag id


@dataclass(slots=True)
class StillState:
    """Who was told to be still, and where."""

    told: Latches[Pair] = field(default_factory=Latches)


def step(state: StillState, scene: Scene) -> list[Decision]:
    """Raise after more than the zone's `still_after_s` about one place; clear with a move."""
    holds: dict[Pair, int] = {}
    why: dict[Pair, dict[str, float]] = {}
    ruled = [zone.still_after_s is not None for zone in scene.zones]
    for zone_number, tag, _ in scene.judged_visits(ruled):
        zone = scene.zones[zone_number]
        if zone.still_after_s is None or Kind(scene.kind[tag]) not in PEOPLE:
            continue
        since = max(int(scene.still_since_ms[tag]), int(scene.active_since_ms[zone_number]))
        lasted = int(scene.heard_ms[tag]) - since
        if lasted > zone.still_after_s * 1000:
            key = str(zone.id), str(scene.tags[tag].id)
            holds[key] = since
            why[key] = {"still_ms": lasted, "limit_s": zone.still_after_s}
    raised, cleared = state.told.step(holds, scene.now_ms)
    return [
        Still(phase=phase, onset_ms=onset, at_ms=scene.now_ms, inputs=why.get(key, {}),
              **scene.about(*key))
        for phase, keys in ((Phase.RAISED, raised), (Phase.CLEARED, cleared))
        for key, onset in keys
    ]  # fmt: skip
