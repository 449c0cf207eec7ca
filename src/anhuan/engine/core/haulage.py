"""Vehicles off their route, standing where they may not, or for too long where they may.

The plant says for each vehicle where it may drive and stand (`config.Haul`): by the class it
belongs to, or by the trip it is on. Cangzhou 一(十一)2 (GATE-009), Shandong annex 4 4.8 (POS-111).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from anhuan.engine.core.config import Haul, Settings, Shape
from anhuan.engine.core.decisions import (
    Decision,
    OffRoute,
    ParkedIllegally,
    ParkedTooLong,
)
from anhuan.engine.core.fences.shapes import signed_distance_m
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.telling import Pair, tell


@dataclass(slots=True)
class HaulageState:
    """What was told of each vehicle; keys are (parking place or nothing, tag) as text."""

    off_route: Latches[Pair] = field(default_factory=Latches)
    parked: Latches[Pair] = field(default_factory=Latches)
    overdue: Latches[Pair] = field(default_factory=Latches)


@dataclass(slots=True)
class Finding:
    """One rule's conditions that hold now: since when, and the numbers why."""

    holds: dict[Pair, int] = field(default_factory=dict)
    why: dict[Pair, dict[str, Any]] = field(default_factory=dict)

    def note(self, key: Pair, since_ms: int, **why: Any) -> None:
        """It holds for `key`."""
        self.holds[key], self.why[key] = since_ms, why

    def keep(self, latches: Latches[Pair], silent: set[str]) -> None:
        """What was told of a vehicle nobody hears stays as it is."""
        for key, one in latches.open.items():
            if key[1] in silent and one.raised:
                self.holds[key] = one.onset_ms


def step(
    state: HaulageState, scene: Scene, hauls: Iterable[Haul], settings: Settings
) -> list[Decision]:
    """All three rules at one instant."""
    off, parked, overdue = Finding(), Finding(), Finding()
    silent: set[str] = set()
    for haul in hauls:
        tag = scene.number.get(haul.tag, -1)
        if tag < 0 or scene.now_ms - scene.heard_ms[tag] > settings.stale_after_ms:
            silent.add(str(haul.tag))
        else:
            _look(haul, scene, tag, (off, parked, overdue))
    off.keep(state.off_route, silent)
    parked.keep(state.parked, silent)
    overdue.keep(state.overdue, silent)
    delays = settings.off_route_after_ms, settings.on_route_after_ms
    return [
        *tell(OffRoute, state.off_route, off.holds, scene, off.why, delays),
        *tell(ParkedIllegally, state.parked, parked.holds, scene, parked.why),
        *tell(ParkedTooLong, state.overdue, overdue.holds, scene, overdue.why),
    ]


def _look(haul: Haul, scene: Scene, tag: int, findings: tuple[Finding, Finding, Finding]) -> None:
    """One vehicle: on its route, standing, standing where it may."""
    off, parked, overdue = findings
    x, y, name = float(scene.x[tag]), float(scene.y[tag]), str(haul.tag)
    heard_ms, since_ms = int(scene.heard_ms[tag]), int(scene.still_since_ms[tag])
    here = next((one for one in haul.parking if depth_m(one.shapes, x, y) >= 0), None)
    if haul.roads and here is None and (depth := depth_m(haul.roads, x, y)) < 0:
        off.note(("", name), heard_ms, off_m=round(-depth, 1))
    limit_s = haul.stop_after_s if here is None else here.longest_s
    if limit_s is None or heard_ms - since_ms <= 1000 * limit_s:
        return
    if here is None:
        parked.note(("", name), since_ms, stopped_since_ms=since_ms, limit_s=limit_s)
    else:
        overdue.note(
            (str(here.id), name), since_ms, stopped_since_ms=since_ms, limit_s=limit_s,
            place=here.name,
        )  # fmt: skip


def depth_m(shapes: Iterable[Shape], x: float, y: float) -> float:
    """How deep (m) a point lies in the best of the shapes; negative outside all of them."""
    return max((signed_distance_m(shape, x, y) for shape in shapes), default=-math.inf)
