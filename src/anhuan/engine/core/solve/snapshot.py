"""One position from one set of observations, and how good it is."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.solve.gauss_newton import FIXED, cost_of, descend, distance_to
from anhuan.engine.core.solve.model import predict
from anhuan.engine.core.solve.robust import REJECTED_BELOW

Floats = NDArray[np.float64]

TOO_FEW = 1
BAD_GEOMETRY = 2
REJECTED = 4
NOT_CONVERGED = 8
AMBIGUOUS = 16

GDOP_MAX = 10.0
DIFFERENT_M = 1.0  # two minima further apart are two answers
CLOSE_COST = 0.5  # half an observation's rejection
DOUBTFUL_COST = 0.3  # per observation: above it the other side is tried too
FLAT = 0.1  # squared ratio of the anchors' spreads: below it they lie nearly in a line


@jit
def start_place(anchors: Floats, value: Floats, n: int) -> tuple[float, float]:
    """The mean of the anchors, nearer ones counting more."""
    lowest = value[0]
    for i in range(1, n):
        lowest = min(lowest, value[i])
    sum_w, x, y = 0.0, 0.0, 0.0
    for i in range(n):
        w = 1.0 / (1.0 + (value[i] - lowest)) ** 2
        sum_w, x, y = sum_w + w, x + w * anchors[i, 0], y + w * anchors[i, 1]
    return x / sum_w + 0.1, y / sum_w + 0.1  # never on an anchor: no slope there


@jit
def mirrored(anchors: Floats, n: int, x: float, y: float) -> tuple[float, float, float]:
    """(x, y) reflected in the line the anchors lie along, and how flat that line is.

    A second minimum, if there is one, lies near the reflection.
    """
    mx, my = 0.0, 0.0
    for i in range(n):
        mx, my = mx + anchors[i, 0] / n, my + anchors[i, 1] / n
    xx, xy, yy = 0.0, 0.0, 0.0
    for i in range(n):
        dx, dy = anchors[i, 0] - mx, anchors[i, 1] - my
        xx, xy, yy = xx + dx * dx, xy + dx * dy, yy + dy * dy
    spread = math.sqrt(0.25 * (xx - yy) ** 2 + xy * xy)
    flatness = max(0.5 * (xx + yy) - spread, 0.0) / max(0.5 * (xx + yy) + spread, 1e-12)
    angle = math.atan2(2.0 * xy, xx - yy)  # twice the line's direction
    c, s = math.cos(angle), math.sin(angle)
    dx, dy = x - mx, y - my
    return mx + c * dx + s * dy, my + s * dx - c * dy, flatness


@jit
def horizontal_covariance(normal: Floats) -> tuple[float, float, float]:
    """xx, xy, yy (m²) of the inverse of the 3x3 information; inf if it is singular."""
    zz = max(normal[5], 1e-300)
    a = normal[0] - normal[2] * normal[2] / zz
    b = normal[1] - normal[2] * normal[4] / zz
    c = normal[3] - normal[4] * normal[4] / zz
    det = a * c - b * b
    if det <= 1e-12 * (a * c + 1e-300):
        return math.inf, 0.0, math.inf
    return c / det, -b / det, a / det


@jit
def dilution(anchors: Floats, n: int, x: float, y: float, z: float, free_offset: bool) -> float:
    """Horizontal dilution of precision of the geometry alone."""
    a, b, c, mx, my = 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(n):
        d = distance_to(anchors, i, x, y, z)
        ux, uy = (x - anchors[i, 0]) / d, (y - anchors[i, 1]) / d
        a, b, c, mx, my = a + ux * ux, b + ux * uy, c + uy * uy, mx + ux, my + uy
    if free_offset:
        a, b, c = a - mx * mx / n, b - mx * my / n, c - my * my / n
    det = a * c - b * b
    return math.inf if det <= 1e-12 else math.sqrt((a + c) / det)


@jit
def scaled_misfit(
    model: int, exponent: float, anchors: Floats, value: Floats, sd: Floats, n: int,
    x: float, y: float, z: float, offset: float, weight: Floats,
) -> tuple[float, int]:  # fmt: skip
    """Turn weights to 0..1; the covariance's scale (at least 1) and whether any was rejected."""
    flags, used, misfit = 0, 0.0, 0.0
    for i in range(n):
        w = weight[i] * sd[i] * sd[i]
        r = value[i] - offset - predict(model, distance_to(anchors, i, x, y, z), exponent)
        misfit, used = misfit + w * (r / sd[i]) ** 2, used + w
        weight[i] = w
        if w < REJECTED_BELOW:
            flags = REJECTED
    return max(1.0, misfit / max(used - 2.0, 0.5)), flags


@jit
def solve_one(
    model: int, exponent: float, anchors: Floats, value: Floats, sd: Floats, n: int,
    z_m: float, z_info: float, offset_info: float, weight: Floats, covariance: Floats,
) -> tuple[float, float, float, float, int]:  # fmt: skip
    """Solve the first n observations: x, y, z, offset and the quality flags.

    anchors (>=n, 3) m, value and sd (>=n,) in the model's unit. Filled in: weight (>=n,) 0..1 and
    covariance (3,) as xx, xy, yy in m².
    """
    if n < (4 if offset_info == 0.0 else 3):
        return math.nan, math.nan, math.nan, 0.0, TOO_FEW
    normal = np.empty(9)
    x, y = start_place(anchors, value, n)
    x, y, z, offset, settled = descend(
        model, exponent, anchors, value, sd, n, z_m, z_info, offset_info, x, y, z_m, weight, normal
    )
    x, y, z, offset, settled, flags = other_side(
        model, exponent, anchors, value, sd, n, z_m, z_info, offset_info, weight, normal,
        x, y, z, offset, settled,
    )  # fmt: skip
    if not settled:
        flags |= NOT_CONVERGED
    if dilution(anchors, n, x, y, z, offset_info < FIXED) > GDOP_MAX:
        flags |= BAD_GEOMETRY
    scale, rejected = scaled_misfit(model, exponent, anchors, value, sd, n, x, y, z, offset, weight)
    xx, xy, yy = horizontal_covariance(normal)
    covariance[0], covariance[1], covariance[2] = scale * xx, scale * xy, scale * yy
    return x, y, z, offset, flags | rejected


@jit
def other_side(
    model: int, exponent: float, anchors: Floats, value: Floats, sd: Floats, n: int,
    z_m: float, z_info: float, offset_info: float, weight: Floats, normal: Floats,
    x: float, y: float, z: float, offset: float, settled: bool,
) -> tuple[float, float, float, float, bool, int]:  # fmt: skip
    """Try the mirrored place where the answer is in doubt; keep the cheaper of the two."""
    cost = cost_of(model, exponent, anchors, value, sd, n, x, y, z, offset)
    mx, my, flatness = mirrored(anchors, n, x, y)
    if cost < DOUBTFUL_COST * n and flatness > FLAT:
        return x, y, z, offset, settled, 0
    other_weight, other_normal = np.empty(n), np.empty(9)
    ox, oy, oz, other_offset, other_settled = descend(
        model, exponent, anchors, value, sd, n, z_m, z_info, offset_info, mx, my, z_m,
        other_weight, other_normal,
    )  # fmt: skip
    other_cost = cost_of(model, exponent, anchors, value, sd, n, ox, oy, oz, other_offset)
    if not math.hypot(x - ox, y - oy) > DIFFERENT_M:
        return x, y, z, offset, settled, 0
    flags = AMBIGUOUS if abs(cost - other_cost) < CLOSE_COST else 0
    if other_cost < cost:
        for i in range(n):
            weight[i] = other_weight[i]
        for i in range(9):
            normal[i] = other_normal[i]
        return ox, oy, oz, other_offset, other_settled, flags
    return x, y, z, offset, settled, flags
