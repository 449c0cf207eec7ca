"""Where on a radio map a few levels fit best: the posterior over its cells (no start needed)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.radio.maps import MapTable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DEGREES = 5.0  # of Student's t: one level in ten lies


@jit
def fit_on_map(
    maps: MapTable, m: int, anchor: Ints, loss_db: Floats, sd_db: Floats, n: int,
    covariance: Floats,
) -> tuple[float, float, bool]:  # fmt: skip
    """Posterior mean x, y (m) of n levels on map m; False if no anchor of it was heard.

    anchor (n,) dense; loss_db and sd_db (n,). `covariance` (3,) is filled with xx, xy, yy.
    """
    nx, ny, used = maps.nx[m], maps.ny[m], 0
    chance = np.zeros(nx * ny)
    for k in range(n):
        column = maps.column[m, anchor[k]]
        if column < 0:
            continue
        used += 1
        first = maps.first[m] + column * nx * ny
        for c in range(nx * ny):
            variance = sd_db[k] ** 2 + maps.doubt_db[first + c] ** 2
            u2 = (loss_db[k] - maps.loss_db[first + c]) ** 2 / variance
            chance[c] -= 0.5 * math.log(variance)
            chance[c] -= 0.5 * (DEGREES + 1.0) * math.log1p(u2 / DEGREES)
    if used == 0:
        return 0.0, 0.0, False
    best, total, x, y = chance.max(), 0.0, 0.0, 0.0
    for c in range(nx * ny):
        chance[c] = math.exp(chance[c] - best)
        total += chance[c]
        x, y = x + chance[c] * (c // ny), y + chance[c] * (c % ny)
    x, y = x / total, y / total
    xx, xy, yy = 1.0 / 12.0, 0.0, 1.0 / 12.0
    for c in range(nx * ny):
        dx, dy, w = c // ny - x, c % ny - y, chance[c] / total
        xx, xy, yy = xx + w * dx * dx, xy + w * dx * dy, yy + w * dy * dy
    step = maps.step_m[m]
    covariance[0], covariance[1], covariance[2] = xx * step**2, xy * step**2, yy * step**2
    return maps.x_m[m] + step * x, maps.y_m[m] + step * y, True
