"""Beginning, or beginning again, from what the tag's slots hold."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.solve.gauss_newton import FIXED
from anhuan.engine.core.solve.snapshot import (
    AMBIGUOUS,
    BAD_GEOMETRY,
    NOT_CONVERGED,
    TOO_FEW,
    solve_one,
)
from anhuan.engine.core.track.slots import reset_bias
from anhuan.engine.core.track.state import FOLLOWING, SIZE, SLOTS, Row
from anhuan.engine.core.track.update import RSSI, TDOA

Floats = NDArray[np.float64]

INLIER_WEIGHT = 0.5
RSSI_POWER_SD_DB = 4.0


@jit
def start_anew(
    row: Row, t_ms: int, tech: int, anchors: Floats, z_m: float,
    exponent: float, patient: bool, tuning: Any,
) -> bool:  # fmt: skip
    """Place tag i by a robust snapshot of its fresh slots of one technology.

    An ambiguous answer is refused while `patient`; so is one that fewer than 3 anchors agree on.
    """
    near, value, sd = np.empty((SLOTS, 3)), np.empty(SLOTS), np.empty(SLOTS)
    n = fresh_slots(row, t_ms, tech, anchors, tuning, near, value, sd)
    weight, cov = np.empty(SLOTS), np.empty(3)
    offset_info = FIXED
    if tech == TDOA:
        offset_info = 0.0
    elif tech == RSSI:
        offset_info = 1.0 / RSSI_POWER_SD_DB**2
    model = 1 if tech == RSSI else 0
    x, y, _, _, flags = solve_one(
        model, exponent, near, value, sd, n, z_m, FIXED, offset_info, weight, cov
    )
    refused = TOO_FEW | NOT_CONVERGED | (AMBIGUOUS | BAD_GEOMETRY if patient else 0)
    if flags & refused or not math.isfinite(cov[0] + cov[2]):
        return False
    agree = 0
    for k in range(n):
        agree += weight[k] > INLIER_WEIGHT
    if agree < (4 if tech == TDOA else 3):
        return False
    place_at(row, x, y, cov[0], cov[1], cov[2], tuning)
    return True


@jit
def fresh_slots(
    row: Row, t_ms: int, tech: int, anchors: Floats, tuning: Any,
    near: Floats, value: Floats, sd: Floats,
) -> int:  # fmt: skip
    """Collect tag i's young observations; TDOA ones only of this very instant."""
    oldest = t_ms - (0 if tech == TDOA else tuning.fresh_ms)
    n = 0
    for s in range(SLOTS):
        a = row.slot_anchor[s]
        if a < 0 or row.slot_tech[s] != tech or row.slot_ms[s] < oldest:
            continue
        for k in range(3):
            near[n, k] = anchors[a, k]
        value[n] = row.slot_value[s]
        sd[n] = math.hypot(tuning.noise_sd[tech], tuning.bias_sd[tech])
        n += 1
    return n


@jit
def start_at_anchor(
    row: Row, t_ms: int, tech: int, anchors: Floats, exponent: float,
    tuning: Any,
) -> bool:  # fmt: skip
    """With one or two anchors in reach, the place is near the nearest: its range is the sd."""
    best, nearest = -1, math.inf
    for s in range(SLOTS):
        young = row.slot_ms[s] >= t_ms - tuning.patience_ms
        if row.slot_anchor[s] >= 0 and young and row.slot_tech[s] == tech:
            reach = row.slot_value[s]
            if tech == RSSI:
                reach = 10.0 ** (reach / (10.0 * exponent))
            if reach < nearest:
                best, nearest = row.slot_anchor[s], reach
    if best < 0 or tech == TDOA:
        return False
    variance = max(nearest, 1.0) ** 2
    place_at(row, anchors[best, 0] + 0.1, anchors[best, 1] + 0.1, variance, 0.0, variance,
             tuning)  # fmt: skip
    return True


@jit
def place_at(row: Row, x: float, y: float, xx: float, xy: float, yy: float, tuning: Any) -> None:
    """Put tag i at (x, y) at rest, biases forgotten; begin following it."""
    m, p = row.mean, row.covariance
    for a in range(SIZE):
        m[a] = 0.0
        for b in range(SIZE):
            p[a, b] = 0.0
    m[0], m[1] = x, y
    more = tuning.start_sd_m**2
    p[0, 0], p[0, 1], p[1, 0], p[1, 1] = xx + more, xy, xy, yy + more
    p[2, 2] = p[3, 3] = 1.0
    for s in range(SLOTS):
        if row.slot_anchor[s] >= 0:
            reset_bias(row, s, tuning.bias_sd[row.slot_tech[s]])
    row.phase = FOLLOWING
    row.bad_epochs = row.epoch_seen = row.epoch_rejected = 0
    row.misfit = 1.0
