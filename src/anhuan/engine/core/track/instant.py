"""Taking all observations one tag sent at one instant."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.sorting import low_median, sort_pairs
from anhuan.engine.core.track.epoch import close_epoch, count_observation
from anhuan.engine.core.track.motion import forget_place, limit_speed, predict_to
from anhuan.engine.core.track.slots import slot_of
from anhuan.engine.core.track.start import start_anew, start_at_anchor
from anhuan.engine.core.track.state import FOLLOWING, NEVER, SIZE, WAITING, Row
from anhuan.engine.core.track.stillness import hold_here, notice_stillness
from anhuan.engine.core.track.update import OFFSET, TDOA, observe_anchor

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@jit
def follow_instant(
    row: Row, seen: Any, start: int, end: int, anchors: Floats, kind: int, z_m: float,
    max_mps: float, exponent: float, tuning: Any,
) -> None:  # fmt: skip
    """Take the observations start..end of `seen`: one tag, one instant, one technology."""
    tech = seen[start].tech
    t = max(seen[start].t_ms, row.t_ms)
    before = row.t_ms
    if t - before > tuning.forget_ms:
        forget_place(row, t)
    if row.phase == FOLLOWING:
        close_epoch(row, t, tech, anchors, z_m, exponent, tuning)
        predict_to(row, t, kind, tuning.accel_share[tech], tuning)
    row.t_ms = t
    order = instant_order(row, seen, start, end, anchors, z_m)
    for k in range(end - start):
        take_one(row, seen[start + order[k]], t, anchors, z_m, exponent, tuning)
    if tech == TDOA:
        drop_offset(row, 0.0)
    if row.phase == WAITING:
        begin(row, t, tech, anchors, z_m, exponent, tuning)
    if row.phase == FOLLOWING:
        limit_speed(row, max_mps)
        notice_stillness(row, t, (t - before) / 1000.0 if before > NEVER else 0.0, tuning)


@jit
def take_one(
    row: Row, one: Any, t: int, anchors: Floats, z_m: float, exponent: float, tuning: Any
) -> None:
    """Remember one observation in its slot; take it into the filter if the tag is followed."""
    a = one.anchor
    slot = slot_of(row, a, one.tech, tuning)
    row.slot_ms[slot] = t
    row.slot_value[slot] = one.value
    if row.phase != FOLLOWING:
        return
    over = one.blocked_db - tuning.blocked_from_db
    extra = tuning.blocked_sd_per_db * over if over > 0.0 else 0.0
    used = observe_anchor(
        row, slot, one.tech, one.value, extra, anchors[a, 0], anchors[a, 1], anchors[a, 2],
        z_m, exponent, tuning,
    )  # fmt: skip
    count_observation(row, used)


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
def begin(
    row: Row, t: int, tech: int, anchors: Floats, z_m: float, exponent: float,
    tuning: Any,
) -> None:  # fmt: skip
    """Try to place a tag not yet followed; after `patience_ms` take what there is."""
    if row.first_ms == NEVER:
        row.first_ms = t
    patient = t - row.first_ms < tuning.patience_ms
    placed = start_anew(row, t, tech, anchors, z_m, exponent, patient, tuning)
    if not placed and not patient:
        placed = start_at_anchor(row, t, tech, anchors, exponent, tuning)
    if placed:
        hold_here(row, t)
