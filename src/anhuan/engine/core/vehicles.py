"""Vehicles faster than the slowest limit of their places and of their class (超速). Code 07."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from anhuan.engine.core.config import Kind, Settings
from anhuan.engine.core.decisions import Decision, Overspeed, Phase
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.scene import Scene

KMH = 3.6  # of one metre a second


@dataclass(slots=True)
class VehicleState:
    """Vehicles told to be too fast; keys are tag ids as text."""

    fast: Latches[str] = field(default_factory=Latches)


def step(state: VehicleState, scene: Scene, settings: Settings) -> list[Decision]:
    """Raise after `speeding_after_ms` above the limit, clear after `slower_after_ms` below it.

    The latch is the vehicle's, not the place's: driving on into the next road is one alarm.
    """
    limits = limits_of(scene, settings.stale_after_ms)
    fast = {tag: limit for tag, limit in limits.items() if scene.speed_mps[tag] * KMH > limit[0]}
    holds = {str(scene.tags[tag].id): int(scene.heard_ms[tag]) for tag in fast}
    why = {
        str(scene.tags[tag].id): {
            "speed_kmh": round(float(scene.speed_mps[tag]) * KMH, 1),
            "limit_kmh": limit,
            "limit_zone": str(scene.zones[zone].id) if zone >= 0 else None,
        }
        for tag, (limit, zone) in fast.items()
    }
    delays = settings.speeding_after_ms, settings.slower_after_ms
    raised, cleared = state.fast.step(holds, scene.now_ms, *delays)
    return [
        Overspeed(phase=phase, onset_ms=onset, at_ms=scene.now_ms, inputs=why.get(key, {}),
                  **scene.about(None, key))
        for phase, keys in ((Phase.RAISED, raised), (Phase.CLEARED, cleared))
        for key, onset in keys
    ]  # fmt: skip


def limits_of(scene: Scene, stale_after_ms: int) -> dict[int, tuple[float, int]]:
    """Each vehicle heard of just now, under a limit: the lowest (km/h) and its zone.

    The limit of its class holds everywhere; its zone is -1.
    """
    known = scene.now_ms - scene.heard_ms <= stale_after_ms
    known &= scene.kind == Kind.VEHICLE
    found = {
        tag: (limit, -1)
        for tag in np.flatnonzero(known).tolist()
        if (limit := scene.tags[tag].speed_limit_kmh) is not None
    }
    for zone, tag, _ in scene.judged_visits(scene.ruled.speed):
        limit = scene.zones[zone].speed_limit_kmh
        if limit is not None and known[tag]:
            found[tag] = min(found.get(tag, (limit, zone)), (limit, zone))
    return found
