"""Batched snapshot solvers by technology. Shapes: B sets of up to K observations, A anchors."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from anhuan.engine.core.solve.batch import solve_batch
from anhuan.engine.core.solve.gauss_newton import FIXED
from anhuan.engine.core.solve.model import DISTANCE, LOG_DISTANCE
from anhuan.engine.core.solve.solution import Solutions

Floats = NDArray[np.float64]


def solve_twr(
    anchors: ArrayLike,
    index: ArrayLike,
    range_m: ArrayLike,
    z_m: ArrayLike,
    *,
    sd_m: ArrayLike = 0.1,
    z_sd_m: float = 0.0,
) -> Solutions:
    """Robust positions from two-way ranges.

    anchors (A, 3) m; index (B, K) rows of `anchors`, -1 for none; range_m (B, K), nan for none;
    z_m scalar or (B,): the tag's height; z_sd_m: 0 keeps it, inf solves it, between is a prior.
    """
    return _solve(DISTANCE, 1.0, anchors, index, range_m, sd_m, z_m, z_sd_m, FIXED)


def solve_tdoa(
    anchors: ArrayLike,
    index: ArrayLike,
    tdoa_m: ArrayLike,
    z_m: ArrayLike,
    *,
    sd_m: ArrayLike = 0.1,
    z_sd_m: float = 0.0,
) -> Solutions:
    """Robust positions from range differences to one reference anchor.

    The reference is one of the K columns with value 0. The time of sending is an unknown, so the
    reference counts as any other anchor and may itself be rejected. At least 4 anchors.
    """
    return _solve(DISTANCE, 1.0, anchors, index, tdoa_m, sd_m, z_m, z_sd_m, 0.0)


def solve_rssi(
    anchors: ArrayLike,
    index: ArrayLike,
    rssi_dbm: ArrayLike,
    z_m: ArrayLike,
    *,
    rssi_at_1m_dbm: ArrayLike = -59.0,
    exponent: float = 2.2,
    sd_db: ArrayLike = 6.0,
    power_sd_db: float = 4.0,
    z_sd_m: float = 0.0,
) -> Solutions:
    """Positions from received levels by log-distance path loss, weighted in dB.

    Log-normal shadowing makes a range's error grow with the range; fitting in dB weighs it so.
    `power_sd_db` is the spread of tag powers and of bodies in the way, common to all anchors.
    rssi_at_1m_dbm: scalar or per anchor (A,). At least 3 anchors.
    """
    base = np.broadcast_to(np.asarray(rssi_at_1m_dbm, np.float64), (len(np.asarray(anchors)),))
    loss_db = base[np.asarray(index)] - np.asarray(rssi_dbm, np.float64)
    info = FIXED if power_sd_db == 0.0 else 1.0 / power_sd_db**2
    return _solve(LOG_DISTANCE, exponent, anchors, index, loss_db, sd_db, z_m, z_sd_m, info)


def _solve(
    model: int,
    exponent: float,
    anchors: ArrayLike,
    index: ArrayLike,
    value: ArrayLike,
    sd: ArrayLike,
    z_m: ArrayLike,
    z_sd_m: float,
    offset_info: float,
) -> Solutions:
    rows = np.ascontiguousarray(index, np.int64)
    sets, slots = rows.shape
    values = np.ascontiguousarray(value, np.float64)
    noise = np.ascontiguousarray(np.broadcast_to(np.asarray(sd, np.float64), rows.shape))
    height = np.ascontiguousarray(np.broadcast_to(np.asarray(z_m, np.float64), (sets,)))
    place, covariance = np.full((sets, 3), np.nan), np.full((sets, 3), np.nan)
    residual, weight = np.full((sets, slots), np.nan), np.zeros((sets, slots))
    radius, quality = np.full(sets, np.nan), np.zeros(sets, np.uint8)
    z_info = FIXED if z_sd_m == 0.0 else 1.0 / z_sd_m**2
    solve_batch(
        model, exponent, np.ascontiguousarray(anchors, np.float64), rows, values, noise, height,
        z_info, offset_info, place, residual, weight, covariance, radius, quality,
    )  # fmt: skip
    return Solutions(
        place[:, 0], place[:, 1], place[:, 2], residual, weight, covariance, radius, quality
    )
