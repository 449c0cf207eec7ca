"""Head counts by zone and kind of person, and zones with too many or too few.

AQ 3064.3-2025 5.2.4 c, d. Whether the limit itself is too many is a setting: the text says more
than, the test method A.5 and the province say "reaches".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Settings
from anhuan.engine.core.decisions import Decision, OverCount, Phase, UnderCount
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.track.state import NEVER

Ints = NDArray[np.int64]
KINDS = 4


@dataclass(slots=True)
class CountState:
    """Zones now told as over or under; keys are zone ids as text."""

    over: Latches[str] = field(default_factory=Latches)
    under: Latches[str] = field(default_factory=Latches)


def count_inside(scene: Scene) -> Ints:
    """(Z, 4) people and vehicles inside each zone, by kind."""
    counts = np.zeros((len(scene.zones), KINDS), np.int64)
    counted = scene.counted[scene.inside_tag]
    tags, zones = scene.inside_tag[counted], scene.inside_zone[counted]
    np.add.at(counts, (zones, scene.kind[tags]), 1)
    return counts


def count_all(scene: Scene) -> Ints:
    """(4,) everyone present, by kind."""
    return np.bincount(scene.kind[scene.counted], minlength=KINDS).astype(np.int64)


def is_over(count: int, limit: int, at_limit: bool) -> bool:
    """Too many? `at_limit`: the limit itself counts."""
    return count >= limit if at_limit else count > limit


def is_under(count: int, limit: int) -> bool:
    """Too few?"""
    return count < limit


def step(state: CountState, counts: Ints, scene: Scene, settings: Settings) -> list[Decision]:
    """Judge `counts` (Z, 4); a limit must be broken and kept for the settings' small delays."""
    now, numbers = scene.now_ms, (counts * scene.ruled.counted).sum(axis=1).tolist()
    active = scene.active_since_ms != NEVER
    over = {
        str(scene.zones[k].id): now
        for k in np.flatnonzero(scene.ruled.over & active).tolist()
        if is_over(numbers[k], scene.zones[k].over_limit or 0, settings.over_at_limit)
    }
    under = {
        str(scene.zones[k].id): now
        for k in np.flatnonzero(scene.ruled.under & active & scene.settled).tolist()
        if is_under(numbers[k], scene.zones[k].under_limit or 0)
    }
    delays = settings.count_on_after_ms, settings.count_off_after_ms
    told: list[Decision] = []
    for rule, latches, holds in ((OverCount, state.over, over), (UnderCount, state.under, under)):
        raised, cleared = latches.step(holds, now, *delays)
        told += _told(rule, Phase.RAISED, raised, scene, numbers)
        told += _told(rule, Phase.CLEARED, cleared, scene, numbers)
    return told


def _told(
    rule: type[OverCount | UnderCount],
    phase: Phase,
    keys: list[tuple[str, int]],
    scene: Scene,
    numbers: list[int],
) -> Iterator[Decision]:
    known = {str(zone.id): k for k, zone in enumerate(scene.zones)} if keys else {}
    for key, onset in keys:
        why: dict[str, Any] = {}
        if (k := known.get(key)) is not None and scene.active_since_ms[k] != NEVER:
            zone = scene.zones[k]
            limit = zone.over_limit if rule is OverCount else zone.under_limit
            why = {"count": numbers[k], "limit": limit, "kinds": sorted(map(int, zone.counted))}
        yield rule(phase=phase, onset_ms=onset, at_ms=scene.now_ms, zone=UUID(key), inputs=why)
