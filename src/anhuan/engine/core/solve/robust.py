"""Weights of M-estimators on residuals divided by their standard deviation.

Huber (1964) first, because it is convex and finds the basin; then Geman-McClure (1985), which
lets far outliers go. benchmarks/solve.py measures what that buys.
"""

from __future__ import annotations

from anhuan.engine.core.jit import jit

HUBER_K = 1.345  # 95 % efficient on Gaussian noise
GEMAN_K = 3.0  # weight 1/4 at 3 sigma, 0.6 % at 10 sigma
REJECTED_BELOW = 0.1  # weight under which an observation counts as rejected


@jit
def huber_weight(u: float) -> float:
    """Weight of a standardised residual."""
    a = abs(u)
    return 1.0 if a <= HUBER_K else HUBER_K / a


@jit
def geman_weight(u: float) -> float:
    """Weight of a standardised residual."""
    s = 1.0 + (u / GEMAN_K) ** 2
    return 1.0 / (s * s)


@jit
def geman_cost(u: float) -> float:
    """Cost of a standardised residual, 0 to 1."""
    v = (u / GEMAN_K) ** 2
    return v / (1.0 + v)
