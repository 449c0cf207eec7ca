"""A place from angles: directions from anchors, and distances along some of them.

Each direction is a line, each distance a point on it. Weighted by how far an angle's error reaches
at that distance, the sum of both is linear in the place; a few rounds settle the weights.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.solve.radius import r68
from anhuan.engine.core.solve.robust import HUBER_K

Floats = NDArray[np.float64]

ROUNDS = 8
FIRST_GUESS_M = 10.0  # of an unknown distance
ACROSS_M = 0.1  # antenna and body: no line is thinner
LOW_RAD = 0.05  # flatter than 3 degrees an elevation says nothing of the distance


@jit
def meet(
    at: Floats, direction: Floats, sd: Floats, flat_m: Floats, flat_sd: Floats, n: int,
    covariance: Floats,
) -> tuple[float, float, bool]:  # fmt: skip
    """Where n lines meet: x, y (m), found. `covariance` (3,) is filled with xx, xy, yy.

    at (n, >=2) anchors, m; direction and sd (n,) rad in the plant; flat_m and flat_sd (n,): the
    horizontal distance along it, nan where only the direction is known.
    """
    x = y = 0.0
    xx = xy = yy = 0.0
    for turn in range(ROUNDS):
        xx = xy = yy = gx = gy = 0.0
        for k in range(n):
            c, s = math.cos(direction[k]), math.sin(direction[k])
            dx, dy = x - at[k, 0], y - at[k, 1]
            far = math.hypot(dx, dy) if turn > 0 else FIRST_GUESS_M
            if math.isfinite(flat_m[k]):
                far = flat_m[k]
            w = line_weight(turn, s * dx - c * dy, far * sd[k])
            off = s * at[k, 0] - c * at[k, 1]
            xx, xy, yy = xx + w * s * s, xy - w * s * c, yy + w * c * c
            gx, gy = gx + w * s * off, gy - w * c * off
            if math.isfinite(flat_m[k]):
                w = line_weight(turn, c * dx + s * dy - flat_m[k], flat_sd[k])
                on = c * at[k, 0] + s * at[k, 1] + flat_m[k]
                xx, xy, yy = xx + w * c * c, xy + w * c * s, yy + w * s * s
                gx, gy = gx + w * c * on, gy + w * s * on
        det = xx * yy - xy * xy
        if not det > 1e-9 * (xx + yy) ** 2:
            return 0.0, 0.0, False
        x, y = (yy * gx - xy * gy) / det, (xx * gy - xy * gx) / det
    det = xx * yy - xy * xy
    covariance[0], covariance[1], covariance[2] = yy / det, -xy / det, xx / det
    ahead = 0
    for k in range(n):
        dx, dy = x - at[k, 0], y - at[k, 1]
        ahead += math.cos(direction[k]) * dx + math.sin(direction[k]) * dy > 0.0
    return x, y, 2 * ahead > n


@jit
def line_weight(turn: int, off_m: float, sd_m: float) -> float:
    """Weight (1/m²) of a line that a place misses by off_m; Huber's once there is a place."""
    variance = sd_m * sd_m + ACROSS_M**2
    u = abs(off_m) / math.sqrt(variance)
    return (HUBER_K / u if turn > 1 and u > HUBER_K else 1.0) / variance


@jit
def flat_of_elevation(elevation: float, sd: float, up_m: float) -> tuple[float, float]:
    """Horizontal distance and its sd (m) to a tag up_m above the anchor, nan if it says nothing."""
    tangent = math.tan(elevation)
    if abs(elevation) < LOW_RAD or up_m * tangent <= 0.0:
        return math.nan, math.nan
    flat = up_m / tangent
    return flat, abs(up_m) / math.sin(elevation) ** 2 * sd


@jit
def flat_of_range(range_m: float, sd_m: float, up_m: float) -> tuple[float, float]:
    """Horizontal distance and its sd (m) of a slant range to a tag up_m above the anchor."""
    flat = math.sqrt(max(range_m * range_m - up_m * up_m, 0.01))
    return flat, max(range_m / flat, 1.0) * sd_m


@jit
def _solve(
    at: Floats, index: NDArray[np.int64], azimuth: Floats, elevation: Floats, z_m: Floats,
    heading: Floats, sd: Floats, out: Floats,
) -> None:  # fmt: skip
    slots = index.shape[1]
    near, cov = np.empty((slots, 2)), np.empty(3)
    way, spread, flat, flat_sd = np.empty(slots), np.empty(slots), np.empty(slots), np.empty(slots)
    for b in range(len(index)):
        n = 0
        for k in range(slots):
            a = index[b, k]
            if a < 0 or not math.isfinite(azimuth[b, k]):
                continue
            near[n, 0], near[n, 1] = at[a, 0], at[a, 1]
            way[n], spread[n] = azimuth[b, k] + heading[a], sd[a]
            flat[n], flat_sd[n] = math.nan, math.nan
            if math.isfinite(elevation[b, k]):
                up = z_m[b] - at[a, 2]
                flat[n], flat_sd[n] = flat_of_elevation(elevation[b, k], sd[a], up)
            n += 1
        x, y, found = meet(near, way, spread, flat, flat_sd, n, cov)
        if n > 0 and found:
            out[b, 0], out[b, 1], out[b, 2] = x, y, r68(cov[0], cov[1], cov[2])


def _wide(values: ArrayLike, shape: tuple[int, ...]) -> Floats:
    return np.ascontiguousarray(np.broadcast_to(np.asarray(values, np.float64), shape))


def solve_aoa(
    anchors: ArrayLike, index: ArrayLike, azimuth_rad: ArrayLike, elevation_rad: ArrayLike,
    z_m: ArrayLike, *, heading_rad: ArrayLike = 0.0, sd_rad: ArrayLike = 0.087,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """x, y and r68 (B,) m from angles; nan where the lines do not meet.

    anchors (A, 3) m; index (B, K) rows of `anchors`, -1 for none; azimuth_rad and elevation_rad
    (B, K), nan for none, as the anchor sees it; heading_rad and sd_rad scalar or (A,).
    """
    at, rows = np.ascontiguousarray(anchors, np.float64), np.ascontiguousarray(index, np.int64)
    out = np.full((len(rows), 3), np.nan)
    _solve(
        at, rows, _wide(azimuth_rad, rows.shape), _wide(elevation_rad, rows.shape),
        _wide(z_m, (len(rows),)), _wide(heading_rad, (len(at),)), _wide(sd_rad, (len(at),)), out,
    )  # fmt: skip
    return out[:, 0], out[:, 1], out[:, 2]
