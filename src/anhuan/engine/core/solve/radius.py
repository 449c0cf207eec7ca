"""The 68 % radius of a two-dimensional Gaussian, the accuracy AQ 3064.3-2025 3.3 speaks of."""

from __future__ import annotations

import math

from anhuan.engine.core.jit import jit

FIT = (0.2563117, 1.53189658, -2.02218028, 0.74894755)  # of shape_factor, by least squares


@jit
def r68(xx: float, xy: float, yy: float) -> float:
    """Radius (m) of the circle holding 68.27 % of a Gaussian with covariance [[xx,xy],[xy,yy]].

    Fitted to the exact integral within 0.2 %: 1 sigma for a line, 1.515 sigma for a circle.
    """
    half = 0.5 * (xx + yy)
    spread = math.sqrt(max(0.25 * (xx - yy) ** 2 + xy * xy, 0.0))
    long = max(half + spread, 0.0)
    if long == 0.0:
        return 0.0
    ratio = math.sqrt(max(half - spread, 0.0) / long)
    return math.sqrt(long) * shape_factor(ratio)


@jit
def shape_factor(ratio: float) -> float:
    """r68 over the longer sigma, by the ratio of the shorter sigma to the longer (0 to 1)."""
    q = ratio * ratio
    return 1.0 + q * (FIT[0] + ratio * (FIT[1] + ratio * (FIT[2] + ratio * FIT[3])))
