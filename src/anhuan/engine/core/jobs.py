"""Work under guard: guardians and workers who leave it, guardians in the space they guard, others.

GBW-116, POS-021, POS-022, POS-067; province codes 08 and 09; AQ 3064.2-2025 5.9.6 (no guardian).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np

from anhuan.engine.core.config import Job, Settings, Zone
from anhuan.engine.core.decisions import Decision, GuardInside, Intruded, JobLeft
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.telling import Pair, tell
from anhuan.engine.core.track.state import NEVER

LeftAt = Mapping[Pair, int]


@dataclass(slots=True)
class JobState:
    """What was told of jobs."""

    left: Latches[Pair] = field(default_factory=Latches)
    intruded: Latches[Pair] = field(default_factory=Latches)
    inside: Latches[Pair] = field(default_factory=Latches)


def step(state: JobState, left_ms: LeftAt, scene: Scene, settings: Settings) -> list[Decision]:
    """Judge every job area in force. `left_ms`: when each of its people was seen to leave."""
    told = tell(GuardInside, state.inside, guards_inside(scene), scene)
    if not scene.ruled.job.any():
        told += tell(JobLeft, state.left, {}, scene)
        return [*told, *tell(Intruded, state.intruded, {}, scene)]
    inside: dict[int, set[UUID]] = {}
    for zone, tag, _ in scene.judged_visits(scene.ruled.job):
        inside.setdefault(zone, set()).add(scene.tags[tag].id)
    holds: dict[Pair, int] = {}
    why: dict[Pair, dict[str, Any]] = {}
    for k in np.flatnonzero(scene.ruled.job & (scene.active_since_ms != NEVER)).tolist():
        for pair, since, reasons in deserters(scene, k, inside.get(k, set()), left_ms, settings):
            holds[pair], why[pair] = since, reasons
    return [
        *told,
        *tell(JobLeft, state.left, holds, scene, why),
        *tell(Intruded, state.intruded, intruders(scene), scene),
    ]


def guards_inside(scene: Scene) -> dict[Pair, int]:
    """Guardians in the confined space they guard, since when. GB 30871-2022 6.8 a: from outside."""
    return {
        scene.pair(zone, tag): scene.since(zone, entered)
        for zone, tag, entered in scene.judged_visits(scene.ruled.barred)
        if scene.tags[tag].id in scene.zones[zone].barred
    }


def deserters(
    scene: Scene, number: int, inside: set[UUID], left_ms: LeftAt, settings: Settings
) -> list[tuple[Pair, int, dict[str, Any]]]:
    """Workers who left; guardians who left or never came, unless another guardian is there."""
    zone, active = scene.zones[number], int(scene.active_since_ms[number])
    job = zone.job or Job()
    unguarded = not job.guardians & inside
    overdue = scene.settled and scene.now_ms - active > settings.arrive_within_ms
    found = []
    for tag in sorted((job.workers | job.guardians) - inside):
        is_guardian = tag in job.guardians
        if is_guardian and not unguarded:
            continue
        left = _left_at(zone, tag, left_ms, active)
        if left is None and not (is_guardian and overdue):
            continue
        why = {"role": "guardian" if is_guardian else "worker", "came": left is not None}
        since = active + settings.arrive_within_ms if left is None else left
        found.append(((str(zone.id), str(tag)), since, why))
    return found


def intruders(scene: Scene) -> dict[Pair, int]:
    """Who is in a job area, or went right through it, and does not belong there; since when."""
    through = [visit for visit in scene.passed if scene.ruled.job[visit[0]]]
    inside = [(z, t, scene.since(z, at)) for z, t, at in scene.judged_visits(scene.ruled.job)]
    return {
        scene.pair(zone, tag): since
        for zone, tag, since in (*through, *inside)
        if scene.tags[tag].id not in (scene.zones[zone].job or Job()).everyone
    }


def _left_at(zone: Zone, tag: UUID, left_ms: LeftAt, active_ms: int) -> int | None:
    """When somebody left a job that was in force; None: he was not there since it began."""
    left = left_ms.get((str(zone.id), str(tag)), NEVER)
    return left if left >= active_ms else None
