"""What an anchor should observe from a place: range models and their slope over distance."""

from __future__ import annotations

import math

from anhuan.engine.core.jit import jit

DISTANCE = 0  # metres; two-way ranging, and TDOA as pseudo-range with a common offset
LOG_DISTANCE = 1  # dB below the level at 1 m; log-distance path loss

DB_PER_NEPER = 10.0 / math.log(10.0)


@jit
def predict(model: int, distance_m: float, exponent: float) -> float:
    """Expected observation at `distance_m` (below 0.3 m the near field is taken as 0.3 m)."""
    if model == LOG_DISTANCE:
        return 10.0 * exponent * math.log10(max(distance_m, 0.3))
    return distance_m


@jit
def slope(model: int, distance_m: float, exponent: float) -> float:
    """Derivative of `predict` over distance."""
    if model == LOG_DISTANCE:
        return DB_PER_NEPER * exponent / max(distance_m, 0.3)
    return 1.0
