"""Taking all observations one tag sent at one instant."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.radio.maps import map_at
from anhuan.engine.core.sorting import low_median, sort_pairs
from anhuan.engine.core.track.epoch import close_epoch, count_observation
from anhuan.engine.core.track.levels import observe_levels
from anhuan.engine.core.track.motion import forget_place, is_sound, limit_speed, predict_to
from anhuan.engine.core.track.place import follow_place
from anhuan.engine.core.track.site import Site
from anhuan.engine.core.track.slots import slot_of
from anhuan.engine.core.track.start import start_anew, start_at_anchor
from anhuan.engine.core.track.state import FOLLOWING, NEVER, SIZE, WAITING, Row
from anhuan.engine.core.track.stillness import hold_here, notice_stillness
from anhuan.engine.core.track.update import (
    OFFSET,
    PROXIMITY,
    RSSI,
    TDOA,
    note_blocked,
    note_used,
    observe_anchor,
)
from anhuan.engine.core.walls.keep import keep_inside

IN_A_DISC = 0.826  # radius of the middle 68.27 % of a disc, by its own radius

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@jit
def follow_instant(
    row: Row, seen: Any, start: int, end: int, site: Site, kind: int, floor: int, z_m: float,
    max_mps: float, tuning: Any,
) -> None:  # fmt: skip
    """Take the observations start..end of `seen`: one tag, one instant, one technology."""
    tech = seen[start].tech
    if tech == PROXIMITY:
        follow_readers(row, seen, start, end, site, kind, floor, max_mps, tuning)
        return
    t = max(seen[start].t_ms, row.t_ms)
    before = row.t_ms
    if t - before > tuning.forget_ms:
        forget_place(row, t)
    if row.phase == FOLLOWING:
        close_epoch(row, t, tech, site, floor, z_m, tuning)
    from_x, from_y, known = row.mean[0], row.mean[1], row.phase == FOLLOWING
    if known:
        predict_to(row, t, kind, tech, tuning)
    row.t_ms = t
    take_all(row, seen, start, end, site, floor, z_m, tuning)
    if known:
        keep_possible(row, site, floor, from_x, from_y)
    if row.phase == WAITING:
        begin(row, t, tech, site, floor, z_m, tuning)
    if row.phase == FOLLOWING:
        limit_speed(row, max_mps)
        notice_stillness(row, t, (t - before) / 1000.0 if before > NEVER else 0.0, tuning)


@jit
def keep_possible(row: Row, site: Site, floor: int, from_x: float, from_y: float) -> None:
    """Nobody walks through a wall; a covariance that is none any more begins again."""
    if not is_sound(row):
        forget_place(row, row.t_ms)
    elif row.phase == FOLLOWING:
        keep_inside(row, site.walls, floor, from_x, from_y)


@jit
def take_all(
    row: Row, seen: Any, start: int, end: int, site: Site, floor: int, z_m: float, tuning: Any
) -> None:
    """Take one instant's observations into slots and filter; levels all at once, others in turn."""
    tech = seen[start].tech
    if tech == RSSI and row.phase == FOLLOWING:
        take_levels(row, seen, start, end, site, floor, z_m, tuning)
    order = instant_order(row, seen, start, end, site.at, z_m)
    for k in range(end - start):
        take_one(row, seen[start + order[k]], row.t_ms, site, z_m, tuning)
    if tech == TDOA:
        drop_offset(row, 0.0)


@jit
def follow_readers(
    row: Row, seen: Any, start: int, end: int, site: Site, kind: int, floor: int, max_mps: float,
    tuning: Any,
) -> None:  # fmt: skip
    """Take zone readers that heard a tag: it is somewhere within their reach."""
    for k in range(start, end):
        a = seen[k].anchor
        radius = IN_A_DISC * site.reach_m[a]
        follow_place(
            row, seen[k].t_ms, site.at[a, 0], site.at[a, 1], radius, 1.0, kind, floor, max_mps,
            site.walls, tuning,
        )  # fmt: skip


@jit
def take_one(row: Row, one: Any, t: int, site: Site, z_m: float, tuning: Any) -> None:
    """Remember one observation in its slot; take it into the filter if the tag is followed."""
    a = one.anchor
    slot = slot_of(row, a, one.tech, tuning)
    row.slot_ms[slot] = t
    row.slot_value[slot] = one.value
    if row.phase != FOLLOWING or one.tech == RSSI:
        return
    over = one.blocked_db - tuning.blocked_from_db
    extra = tuning.blocked_sd_per_db * over if over > 0.0 else 0.0
    used = observe_anchor(row, slot, one.tech, a, one.value, extra, z_m, site, tuning)
    count_observation(row, used)


@jit
def take_levels(
    row: Row, seen: Any, start: int, end: int, site: Site, floor: int, z_m: float, tuning: Any
) -> None:
    """Take one instant's levels into the filter, all at once."""
    radio_map = map_at(site.maps, floor, row.mean[0], row.mean[1])
    before = row.covariance[0, 0] + row.covariance[1, 1]
    wrong = observe_levels(row, seen, start, end, site, radio_map, z_m, tuning)
    note_used(row, before)
    for k in range(end - start):
        count_observation(row, k >= wrong)
        note_blocked(row, 0.0 if k >= wrong else 1.0)


@jit
def instant_order(row: Row, seen: Any, start: int, end: int, anchors: Floats, z_m: float) -> Ints:
    """Order in which one instant's observations are taken.

    TDOA: the most central residual first, because the first one fixes the sending time; the
    lower median is the centre, for blocked paths only ever add length. Otherwise as they came.
    """
    n = end - start
    order = np.arange(n)
    if seen[start].tech != TDOA or row.phase != FOLLOWING:
        return order
    left = np.empty(n)
    for k in range(n):
        a = seen[start + k].anchor
        dx, dy = row.mean[0] - anchors[a, 0], row.mean[1] - anchors[a, 1]
        dz = z_m - anchors[a, 2]
        left[k] = seen[start + k].value - math.sqrt(dx * dx + dy * dy + dz * dz)
    centre = low_median(left, n)
    for k in range(n):
        left[k] = abs(left[k] - centre)
    sort_pairs(left, order, n)
    drop_offset(row, 1e6)
    return order


@jit
def drop_offset(row: Row, variance: float) -> None:
    """Forget the sending time: every TDOA instant has its own."""
    row.mean[OFFSET] = 0.0
    for k in range(SIZE):
        row.covariance[OFFSET, k] = 0.0
        row.covariance[k, OFFSET] = 0.0
    row.covariance[OFFSET, OFFSET] = variance


@jit
def begin(row: Row, t: int, tech: int, site: Site, floor: int, z_m: float, tuning: Any) -> None:
    """Try to place a tag not yet followed; after `patience_ms` take what there is."""
    if row.first_ms == NEVER:
        row.first_ms = t
    patient = t - row.first_ms < tuning.patience_ms
    placed = start_anew(row, t, tech, site, floor, z_m, patient, tuning)
    if not placed and not patient:
        placed = start_at_anchor(row, t, tech, site, tuning)
    if placed:
        hold_here(row, t)
