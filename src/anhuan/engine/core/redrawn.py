"""Zones redrawn or withdrawn while somebody is in them: those visits end then and there.

A tag that lies still reports seldom. An alarm about a fence that has gone from under it must not
wait for its next word.
"""

from __future__ import annotations

import numpy as np

from anhuan.engine.core import state as memory
from anhuan.engine.core.config import Zone
from anhuan.engine.core.fences.compiled import leave_distance
from anhuan.engine.core.fences.shapes import zone_distance_m
from anhuan.engine.core.fences.visits import OPEN_MAX, Visits, close_visit
from anhuan.engine.core.output import Output
from anhuan.engine.core.plant import Plant
from anhuan.engine.core.state import State
from anhuan.engine.core.tables import blank, pick
from anhuan.engine.core.taking import tell_visits


def leave_redrawn(old: Plant, new: Plant, state: State, output: Output) -> None:
    """End the visits of zones of `old` that `new` has not, or has elsewhere.

    `state` still has the numbers of `old`; the visits that end go into `output`.
    """
    now = {zone.id: zone for zone in new.zones}
    moved = np.array([_moved(zone, now.get(zone.id)) for zone in old.zones] + [False])
    if not moved.any():
        return
    visits, out, n = state.visits, None, 0
    for i, s in zip(*np.nonzero(moved[visits.zone]), strict=True):
        zone = now.get(old.zones[visits.zone[i, s]].id)
        if zone is not None and _still_in(zone, new, state, int(i)):
            continue
        out = blank(Visits, OPEN_MAX * len(old.tags)) if out is None else out
        x, y = state.last.x[i], state.last.y[i]
        n = close_visit(visits, i, s, state.stepped_ms, x, y, out, n)
    if out is not None:
        tell_visits(old, state, pick(out, slice(n)), output)


def _moved(zone: Zone, now: Zone | None) -> bool:
    return now is None or _where(zone) != _where(now)


def _where(zone: Zone) -> tuple[object, ...]:
    return zone.shapes, zone.floors, zone.z_min_m, zone.z_max_m


def _still_in(zone: Zone, plant: Plant, state: State, tag: int) -> bool:
    """Whether the tag's last place holds in the zone as it is drawn now."""
    last = state.last
    dense = memory.look_up_floor(plant.floors, last.floor[tag : tag + 1])
    z, floor = float(plant.height_of(dense)[0]), int(last.floor[tag])
    depth_m = zone_distance_m(zone, float(last.x[tag]), float(last.y[tag]), z, floor)
    return depth_m >= -leave_distance(zone, plant.config.settings.leave_distance_m)
