"""Tags where they may not be, not where they must be, or somewhere for too long.

AQ 3064.3-2025 5.2.4 a (crossing and its kinds), d (a particular person missing), e (overstaying).
All hold at once; visits have settled the edge already.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from anhuan.engine.core.config import PEOPLE, Kind, Zone
from anhuan.engine.core.decisions import (
    Absent,
    Decision,
    Detoured,
    Entered,
    Left,
    LeftPlant,
    Overstayed,
    Strayed,
)
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.telling import Pair, tell
from anhuan.engine.core.track.state import NEVER


@dataclass(slots=True)
class PresenceState:
    """States told so far, and when each person whose leaving matters was last seen to leave."""

    entered: Latches[Pair] = field(default_factory=Latches)
    left: Latches[Pair] = field(default_factory=Latches)
    absent: Latches[Pair] = field(default_factory=Latches)
    strayed: Latches[Pair] = field(default_factory=Latches)
    left_plant: Latches[Pair] = field(default_factory=Latches)
    detoured: Latches[Pair] = field(default_factory=Latches)
    overstayed: Latches[Pair] = field(default_factory=Latches)
    left_ms: dict[Pair, int] = field(default_factory=dict)


def matters_leaving(zone: Zone, tag: UUID) -> bool:
    """Whether anybody asks when this tag left that zone."""
    if zone.keeps_tags or tag in zone.must_stay or (zone.is_way and tag in zone.about):
        return True
    return bool(zone.job and tag in zone.job.everyone)


def note_leaving(state: PresenceState, zone: str, tag: str, t_ms: int) -> None:
    """Remember when a tag left a zone; the pipeline calls it where `matters_leaving`."""
    state.left_ms[zone, tag] = t_ms


def step(state: PresenceState, scene: Scene) -> list[Decision]:
    """All kinds of crossing, absence and overstaying at one instant."""
    entered, through = trespassing(scene)
    overdue, limits = overstaying(scene)
    gone, absent = missing(state, scene)
    return [
        *tell(Entered, state.entered, entered, scene, through),
        *tell(Left, state.left, gone, scene),
        *tell(Absent, state.absent, absent, scene),
        *tell(Strayed, state.strayed, straying(scene), scene),
        *tell(LeftPlant, state.left_plant, outside_plant(state, scene), scene),
        *tell(Detoured, state.detoured, off_the_way(state, scene), scene),
        *tell(Overstayed, state.overstayed, overdue, scene, limits),
    ]


def trespassing(scene: Scene) -> tuple[dict[Pair, int], dict[Pair, dict[str, bool]]]:
    """Who is where he may not be, or went right through it between two fixes; since when."""
    inside = {
        scene.pair(zone, tag): scene.since(zone, entered)
        for zone, tag, entered in scene.judged_visits(scene.ruled.entry)
        if scene.tags[tag].id not in (scene.zones[zone].may_enter or ())
    }
    through = {
        scene.pair(zone, tag): t_ms
        for zone, tag, t_ms in scene.passed
        if scene.tags[tag].id not in (scene.zones[zone].may_enter or ()) and scene.ruled.entry[zone]
    }
    return through | inside, {pair: {"passed_through": True} for pair in through.keys() - inside}


def overstaying(scene: Scene) -> tuple[dict[Pair, int], dict[Pair, dict[str, float]]]:
    """Who has been somewhere for longer than allowed, since when it was too long."""
    holds: dict[Pair, int] = {}
    why: dict[Pair, dict[str, float]] = {}
    for zone, tag, entered in scene.judged_visits(scene.ruled.stay):
        about = scene.zones[zone].about
        if about and scene.tags[tag].id not in about:
            continue
        since, limit_s = scene.since(zone, entered), scene.zones[zone].max_stay_s or 0.0
        if scene.now_ms - since > limit_s * 1000:
            pair = scene.pair(zone, tag)
            holds[pair] = since + round(limit_s * 1000)
            why[pair] = {
                "entered_ms": since, "stayed_ms": scene.now_ms - since, "limit_s": limit_s,
            }  # fmt: skip
    return holds, why


def missing(state: PresenceState, scene: Scene) -> tuple[dict[Pair, int], dict[Pair, int]]:
    """Who has to be in an active zone and is not: those who left it, those who never came."""
    gone: dict[Pair, int] = {}
    absent: dict[Pair, int] = {}
    if not scene.settled:
        return gone, absent
    inside = {(zone, tag) for zone, tag, _ in scene.judged_visits(scene.ruled.post)}
    for k in np.flatnonzero(scene.ruled.post & (scene.active_since_ms != NEVER)).tolist():
        zone, active = scene.zones[k], int(scene.active_since_ms[k])
        for tag in zone.must_stay:
            if (k, scene.number.get(tag, -1)) in inside:
                continue
            pair = str(zone.id), str(tag)
            left = state.left_ms.get(pair, NEVER)
            (gone if left >= active else absent)[pair] = max(active, left)
    return gone, absent


def off_the_way(state: PresenceState, scene: Scene) -> dict[Pair, int]:
    """Who was on the way of his round since it began, and has left it; since when."""
    found: dict[Pair, int] = {}
    inside = {scene.pair(zone, tag) for zone, tag, _ in scene.judged_visits(scene.ruled.way)}
    for k in np.flatnonzero(scene.ruled.way & (scene.active_since_ms != NEVER)).tolist():
        for tag in scene.zones[k].about:
            pair = str(scene.zones[k].id), str(tag)
            left = state.left_ms.get(pair, NEVER)
            if pair not in inside and left >= scene.active_since_ms[k]:
                found[pair] = left
    return found


def straying(scene: Scene) -> dict[Pair, int]:
    """People with a post, at the post of others and not at their own."""
    visits = list(scene.judged_visits(scene.ruled.post))
    if not visits:
        return {}
    active = scene.ruled.post & (scene.active_since_ms != NEVER)
    posted = {t for k in np.flatnonzero(active).tolist() for t in scene.zones[k].must_stay}
    here = [(zone, tag, since, scene.tags[tag].id) for zone, tag, since in visits]
    at_own = {tag for zone, tag, _, name in here if name in scene.zones[zone].must_stay}
    return {
        scene.pair(zone, tag): scene.since(zone, since)
        for zone, tag, since, name in here
        if name in posted and tag not in at_own and Kind(scene.kind[tag]) in PEOPLE
    }


def outside_plant(state: PresenceState, scene: Scene) -> dict[Pair, int]:
    """People's tags seen to go out of the plant and not back, since when."""
    plants = {str(scene.zones[k].id): k for k in np.flatnonzero(scene.ruled.keeps).tolist()}
    if not plants or not state.left_ms:
        return {}
    inside = {(zone, tag) for zone, tag, _ in scene.judged_visits(scene.ruled.keeps)}
    return {
        (zone, tag): t_ms
        for (zone, tag), t_ms in state.left_ms.items()
        if zone in plants
        and (number := scene.number.get(UUID(tag), -1)) >= 0
        and (plants[zone], number) not in inside
        and Kind(scene.kind[number]) in PEOPLE
    }
