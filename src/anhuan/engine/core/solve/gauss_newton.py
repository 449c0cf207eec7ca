"""Robust Gauss-Newton on one set of observations, with priors on height and common offset.

Unknown: x, y, z and one offset common to all observations. A prior information (1/variance) on z
and on the offset turns the same code into each solver: TWR fixes the offset at 0, TDOA leaves it
free (the unknown time of sending, so no anchor is special and a blocked reference anchor is just
one more outlier), RSSI gives it the spread of tag powers. The offset is eliminated in closed form.
Everything is scalars: small arrays would cost ten times the arithmetic.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.solve.model import predict, slope
from anhuan.engine.core.solve.robust import geman_cost, geman_weight, huber_weight
from anhuan.engine.core.sorting import low_median

Floats = NDArray[np.float64]

FIXED = 1e12  # information of something known
STEP_MAX_M = 20.0
CONVERGED_M2 = 1e-5  # squared step: 3 mm
ROUNDS = 10  # of each estimator
FAR_DAMPING = 1e-3  # relative ridge while Huber looks for the basin


@jit
def distance_to(anchors: Floats, i: int, x: float, y: float, z: float) -> float:
    """Distance (m) from (x, y, z) to anchor row i, never exactly 0."""
    dx, dy, dz = x - anchors[i, 0], y - anchors[i, 1], z - anchors[i, 2]
    return max(math.sqrt(dx * dx + dy * dy + dz * dz), 1e-6)


@jit
def first_offset(
    model: int, exponent: float, anchors: Floats, value: Floats, n: int,
    x: float, y: float, z: float,
) -> float:  # fmt: skip
    """The lower median of observed minus predicted: blocked paths only ever add length."""
    left = np.empty(n)
    for i in range(n):
        left[i] = value[i] - predict(model, distance_to(anchors, i, x, y, z), exponent)
    return low_median(left, n)


@jit
def solve_3x3(
    a: float, b: float, c: float, d: float, e: float, f: float, p: float, q: float, r: float
) -> tuple[float, float, float]:
    """Solve [[a,b,c],[b,d,e],[c,e,f]] s = [p,q,r] by cofactors."""
    c00, c01, c02 = d * f - e * e, c * e - b * f, b * e - c * d
    det = a * c00 + b * c01 + c * c02
    c11, c12, c22 = a * f - c * c, b * c - a * e, a * d - b * b
    return (
        (c00 * p + c01 * q + c02 * r) / det,
        (c01 * p + c11 * q + c12 * r) / det,
        (c02 * p + c12 * q + c22 * r) / det,
    )


@jit
def accumulate(
    model: int, exponent: float, anchors: Floats, value: Floats, sd: Floats, n: int,
    x: float, y: float, z: float, offset: float, offset_info: float, use_geman: bool,
    weight: Floats, normal: Floats,
) -> float:  # fmt: skip
    """One pass over the observations: robust weights, normal equations without the offset.

    `weight` (n,) gets weight over variance; `normal` (9,) gets xx xy xz yy yz zz and the
    gradient x y z. Returns the new offset.
    """
    xx = xy = xz = yy = yz = zz = gx = gy = gz = 0.0
    mx = my = mz = wr = 0.0
    total = offset_info
    for i in range(n):
        d = distance_to(anchors, i, x, y, z)
        r = value[i] - predict(model, d, exponent)
        u = (r - offset) / sd[i]
        w = (geman_weight(u) if use_geman else huber_weight(u)) / (sd[i] * sd[i])
        weight[i] = w
        s = slope(model, d, exponent) / d
        jx, jy, jz = s * (x - anchors[i, 0]), s * (y - anchors[i, 1]), s * (z - anchors[i, 2])
        wx, wy, wz = w * jx, w * jy, w * jz
        xx, xy, xz = xx + wx * jx, xy + wx * jy, xz + wx * jz
        yy, yz, zz = yy + wy * jy, yz + wy * jz, zz + wz * jz
        gx, gy, gz = gx + wx * r, gy + wy * r, gz + wz * r
        mx, my, mz = mx + wx, my + wy, mz + wz
        total, wr = total + w, wr + w * r
    new = wr / total
    normal[0], normal[1], normal[2] = (
        xx - mx * mx / total,
        xy - mx * my / total,
        xz - mx * mz / total,
    )
    normal[3], normal[4], normal[5] = (
        yy - my * my / total,
        yz - my * mz / total,
        zz - mz * mz / total,
    )
    normal[6], normal[7], normal[8] = gx - mx * new, gy - my * new, gz - mz * new
    return new


@jit
def descend(
    model: int, exponent: float, anchors: Floats, value: Floats, sd: Floats, n: int,
    z_m: float, z_info: float, offset_info: float, x: float, y: float, z: float,
    weight: Floats, normal: Floats,
) -> tuple[float, float, float, float, bool]:  # fmt: skip
    """Go from (x, y, z) to the nearest robust minimum: x, y, z, offset, settled.

    `weight` (n,) and `normal` (9,) hold the final weights and information.
    """
    offset = 0.0
    if offset_info < FIXED:
        offset = first_offset(model, exponent, anchors, value, n, x, y, z)
    near = False
    small = False
    for turn in range(2 * ROUNDS):
        use_geman = near or turn >= ROUNDS
        offset = accumulate(
            model, exponent, anchors, value, sd, n, x, y, z, offset, offset_info, use_geman,
            weight, normal,
        )  # fmt: skip
        ridge = (1e-9 if use_geman else FAR_DAMPING) * (normal[0] + normal[3]) + 1e-12
        sx, sy, sz = solve_3x3(
            normal[0] + ridge, normal[1], normal[2], normal[3] + ridge, normal[4],
            normal[5] + z_info + ridge, normal[6], normal[7], normal[8] + z_info * (z_m - z),
        )  # fmt: skip
        length2 = sx * sx + sy * sy + sz * sz
        cut = 1.0 if length2 < STEP_MAX_M**2 else STEP_MAX_M / math.sqrt(length2)
        x, y, z = x + cut * sx, y + cut * sy, z + cut * sz
        small = length2 < CONVERGED_M2
        if small and use_geman:
            break
        near = near or length2 < 1e-2
    normal[5] += z_info
    return x, y, z, offset, small


@jit
def cost_of(
    model: int, exponent: float, anchors: Floats, value: Floats, sd: Floats, n: int,
    x: float, y: float, z: float, offset: float,
) -> float:  # fmt: skip
    """Sum of Geman-McClure costs: about the number of rejected observations."""
    cost = 0.0
    for i in range(n):
        d = distance_to(anchors, i, x, y, z)
        cost += geman_cost((value[i] - predict(model, d, exponent) - offset) / sd[i])
    return cost
