"""The plant at one instant, made from the memory for the rules to look at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Settings
from anhuan.engine.core.plant import Plant
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.state import State
from anhuan.engine.core.taking import Passed
from anhuan.engine.core.track.state import NEVER


def scene_of(plant: Plant, state: State, now_ms: int, passed: Passed = ()) -> Scene:
    """The plant at one instant."""
    tag, place = np.nonzero(state.visits.zone >= 0)
    last = state.last
    return Scene(
        now_ms=now_ms,
        settled=is_settled(state, now_ms, plant.config.settings),
        tags=plant.tags,
        number=plant.tag_of,
        zones=plant.zones,
        ruled=plant.ruled,
        kind=plant.tag_kind,
        heard_ms=last.t_ms,
        x=last.x,
        y=last.y,
        floor=last.floor,
        speed_mps=last.speed_mps,
        still_since_ms=last.still_since_ms,
        counted=counted_tags(plant, state),
        inside_tag=tag,
        inside_zone=state.visits.zone[tag, place],
        inside_since_ms=state.visits.entered_ms[tag, place],
        active_since_ms=state.active_since_ms,
        passed=passed,
    )


def is_settled(state: State, now_ms: int, settings: Settings) -> bool:
    """Whether people are heard long enough since a start to call anybody missing.

    A plant of which nothing at all is heard is given longer: its gateways may still come up.
    """
    if now_ms - state.began_ms >= settings.unheard_grace_ms:
        return True
    heard_from = max(state.began_ms, state.first_fix_ms)
    return state.first_fix_ms != NEVER and now_ms - heard_from >= settings.grace_ms


def counted_tags(plant: Plant, state: State) -> NDArray[np.bool_]:
    """(N,) heard and not forgotten; of one person's tags only the one heard last."""
    counted: NDArray[np.bool_] = (state.last.t_ms != NEVER) & (state.forgotten == 0)
    for group in plant.shared:
        newest = group[np.argmax(state.last.t_ms[group])]
        counted[group[group != newest]] = False
    return counted
