"""Tags where they may not be, not where they must be, or somewhere for too long.

AQ 3064.3-2025 5.2.4 a (crossing), d (a particular person missing), e (overstaying).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from anhuan.engine.core.config import Zone
from anhuan.engine.core.decisions import Decision, Entered, Left, Overstayed, Phase
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.track.state import NEVER

Pair = tuple[str, str]  # zone id, tag id


@dataclass(slots=True)
class PresenceState:
    """States told so far, and when each person who has to stay was last seen to leave."""

    entered: Latches[Pair] = field(default_factory=Latches)
    left: Latches[Pair] = field(default_factory=Latches)
    overstayed: Latches[Pair] = field(default_factory=Latches)
    left_ms: dict[Pair, int] = field(default_factory=dict)


def note_leaving(state: PresenceState, zone: str, tag: str, t_ms: int) -> None:
    """Remember when a tag left a zone; the pipeline calls it for tags that have to stay."""
    state.left_ms[zone, tag] = t_ms


def step(state: PresenceState, scene: Scene) -> list[Decision]:
    """All three rules at one instant. They hold at once; visits have settled the edge already."""
    now = scene.now_ms
    trespassing, overdue = {}, {}
    limits = {}
    for zone, tag, since in inside_active(scene):
        key = str(zone.id), str(scene.tags[tag].id)
        if zone.may_enter is not None and scene.tags[tag].id not in zone.may_enter:
            trespassing[key] = since
        if zone.max_stay_s is not None and now - since > zone.max_stay_s * 1000:
            overdue[key] = since + round(zone.max_stay_s * 1000)
            limits[key] = {"stayed_ms": now - since, "limit_s": zone.max_stay_s}
    told = _tell(Entered, state.entered, trespassing, scene, lambda _: {})
    told += _tell(Left, state.left, missing(state, scene), scene, lambda _: {})
    told += _tell(Overstayed, state.overstayed, overdue, scene, lambda k: limits.get(k, {}))
    return told


def inside_active(scene: Scene) -> Iterator[tuple[Zone, int, int]]:
    """(zone, tag, since when it counts) of every open visit in a zone whose rules are active."""
    ruled = [z.may_enter is not None or z.max_stay_s is not None for z in scene.zones]
    for zone, tag, since in scene.judged_visits(ruled):
        yield scene.zones[zone], tag, max(since, int(scene.active_since_ms[zone]))


def missing(state: PresenceState, scene: Scene) -> dict[Pair, int]:
    """Who has to be in an active zone and is not, with since when."""
    inside = {(k, tag) for k, tag, _ in scene.judged_visits([z.must_stay for z in scene.zones])}
    absent = {}
    for k, zone in enumerate(scene.zones):
        active = int(scene.active_since_ms[k])
        if active == NEVER or not scene.settled:
            continue
        for tag in zone.must_stay:
            if (k, scene.number.get(tag, -1)) not in inside:
                key = str(zone.id), str(tag)
                absent[key] = max(active, state.left_ms.get(key, active))
    return absent


def _tell(
    rule: type[Decision],
    latches: Latches[Pair],
    holds: dict[Pair, int],
    scene: Scene,
    why: Callable[[Pair], dict[str, Any]],
) -> list[Decision]:
    raised, cleared = latches.step(holds, scene.now_ms)
    return [
        rule(phase=phase, onset_ms=onset, at_ms=scene.now_ms,
             inputs={"since_ms": onset, **why(key)}, **scene.about(*key))
        for phase, keys in ((Phase.RAISED, raised), (Phase.CLEARED, cleared))
        for key, onset in keys
    ]  # fmt: skip
