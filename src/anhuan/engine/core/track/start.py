"""Beginning, or beginning again, from what the tag's slots hold."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.radio.maps import map_at
from anhuan.engine.core.radio.snapshot import fit_on_map
from anhuan.engine.core.solve.angles import flat_of_elevation, flat_of_range, meet
from anhuan.engine.core.solve.gauss_newton import FIXED
from anhuan.engine.core.solve.snapshot import (
    AMBIGUOUS,
    BAD_GEOMETRY,
    NOT_CONVERGED,
    TOO_FEW,
    solve_one,
)
from anhuan.engine.core.track.site import Site
from anhuan.engine.core.track.slots import reset_bias
from anhuan.engine.core.track.state import FOLLOWING, SIZE, SLOTS, Row
from anhuan.engine.core.track.update import AZIMUTH, ELEVATION, RSSI, TDOA, TWR

Floats = NDArray[np.float64]

INLIER_WEIGHT = 0.5
RSSI_POWER_SD_DB = 4.0
MAP_LEVELS = 3  # fewer do not tell one place of a radio map from another


@jit
def start_anew(
    row: Row, t_ms: int, tech: int, site: Site, floor: int, z_m: float, patient: bool, tuning: Any
) -> bool:
    """Place a tag by its fresh slots: angles by where they meet, levels on a radio map if there is
    one, anything else by a robust snapshot of one technology."""
    if tech >= AZIMUTH:
        return start_by_angles(row, t_ms, site, z_m, tuning)
    if tech == RSSI and start_on_map(row, t_ms, site, floor, tuning):
        return True
    return start_by_snapshot(row, t_ms, tech, site, z_m, patient, tuning)


@jit
def start_by_snapshot(
    row: Row, t_ms: int, tech: int, site: Site, z_m: float, patient: bool, tuning: Any
) -> bool:
    """By a robust snapshot. An ambiguous answer is refused while `patient`; so is one that fewer
    than 3 anchors agree on."""
    near, value, sd = np.empty((SLOTS, 3)), np.empty(SLOTS), np.empty(SLOTS)
    n = fresh_slots(row, t_ms, tech, site.at, tuning, near, value, sd)
    weight, cov = np.empty(SLOTS), np.empty(3)
    offset_info = FIXED
    if tech == TDOA:
        offset_info = 0.0
    elif tech == RSSI:
        offset_info = 1.0 / RSSI_POWER_SD_DB**2
    x, y, _, _, flags = solve_one(
        1 if tech == RSSI else 0, site.exponent, near, value, sd, n, z_m, FIXED, offset_info,
        weight, cov,
    )  # fmt: skip
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
def start_on_map(row: Row, t_ms: int, site: Site, floor: int, tuning: Any) -> bool:
    """By the levels of the last `fresh_ms` on the radio map under their anchors."""
    anchor, loss, sd = np.empty(SLOTS, np.int64), np.empty(SLOTS), np.empty(SLOTS)
    n, radio_map = 0, -1
    for s in range(SLOTS):
        a = row.slot_anchor[s]
        if a < 0 or row.slot_tech[s] != RSSI or row.slot_ms[s] < t_ms - tuning.fresh_ms:
            continue
        if radio_map < 0:
            radio_map = map_at(site.maps, floor, site.at[a, 0], site.at[a, 1])
        anchor[n], loss[n] = a, row.slot_value[s]
        sd[n] = tuning.bias_sd[RSSI]
        n += 1
    if n < MAP_LEVELS or radio_map < 0:
        return False
    for k in range(n):
        sd[k] = math.hypot(sd[k], site.maps.noise_db[radio_map])
    cov = np.empty(3)
    x, y, found = fit_on_map(site.maps, radio_map, anchor, loss, sd, n, cov)
    if found:
        place_at(row, x, y, cov[0], cov[1], cov[2], tuning)
    return found


@jit
def start_by_angles(row: Row, t_ms: int, site: Site, z_m: float, tuning: Any) -> bool:
    """By the directions of the last `fresh_ms`, with elevations and ranges of the same anchors."""
    at, way, sd = np.empty((SLOTS, 2)), np.empty(SLOTS), np.empty(SLOTS)
    flat, flat_sd, cov = np.empty(SLOTS), np.empty(SLOTS), np.empty(3)
    n = 0
    for s in range(SLOTS):
        a = row.slot_anchor[s]
        if a < 0 or row.slot_tech[s] != AZIMUTH or row.slot_ms[s] < t_ms - tuning.fresh_ms:
            continue
        at[n, 0], at[n, 1] = site.at[a, 0], site.at[a, 1]
        way[n] = row.slot_value[s] + site.heading[a]
        sd[n] = math.hypot(site.angle_sd[a], tuning.bias_sd[AZIMUTH])
        flat[n], flat_sd[n] = flat_distance(row, t_ms, a, site, z_m, tuning)
        n += 1
    if n == 0:
        return False
    x, y, found = meet(at, way, sd, flat, flat_sd, n, cov)
    if found:
        place_at(row, x, y, cov[0], cov[1], cov[2], tuning)
    return found


@jit
def flat_distance(
    row: Row, t_ms: int, anchor: int, site: Site, z_m: float, tuning: Any
) -> tuple[float, float]:
    """Horizontal distance to an anchor and its sd (m): by its range, else elevation, else nan."""
    best, best_sd = math.nan, math.inf
    for s in range(SLOTS):
        if row.slot_anchor[s] != anchor or row.slot_ms[s] < t_ms - tuning.fresh_ms:
            continue
        tech, up = row.slot_tech[s], z_m - site.at[anchor, 2]
        if tech == TWR:
            sd = math.hypot(tuning.noise_sd[TWR], tuning.bias_sd[TWR])
            flat, flat_sd = flat_of_range(row.slot_value[s], sd, up)
        elif tech == ELEVATION:
            sd = math.hypot(site.angle_sd[anchor], tuning.bias_sd[ELEVATION])
            flat, flat_sd = flat_of_elevation(row.slot_value[s], sd, up)
        else:
            continue
        if flat_sd < best_sd:
            best, best_sd = flat, flat_sd
    return best, best_sd


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
def start_at_anchor(row: Row, t_ms: int, tech: int, site: Site, tuning: Any) -> bool:
    """With one or two anchors in reach, the place is near the nearest: its range is the sd."""
    best, nearest = -1, math.inf
    for s in range(SLOTS):
        young = row.slot_ms[s] >= t_ms - tuning.patience_ms
        if row.slot_anchor[s] >= 0 and young and row.slot_tech[s] == tech:
            reach = row.slot_value[s]
            if tech == RSSI:
                reach = 10.0 ** (reach / (10.0 * site.exponent))
            if reach < nearest:
                best, nearest = row.slot_anchor[s], reach
    if best < 0 or tech == TDOA or tech >= AZIMUTH:
        return False
    variance = max(nearest, 1.0) ** 2
    place_at(row, site.at[best, 0] + 0.1, site.at[best, 1] + 0.1, variance, 0.0, variance, tuning)
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
    row.bad_places, row.common_m2 = 0, 0.0
