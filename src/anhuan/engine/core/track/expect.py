"""What the filter expects an anchor to observe: value, slope, and how far both are rough.

Ranges and angles are linearised, with their second-order terms (Bar-Shalom, Li, Kirubarajan 2001,
10.3). Levels are too bent for that: see `levels`.
"""

from __future__ import annotations

import math

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.state import Row

Expected = tuple[float, float, float, float]  # value, slope over x, over y, extra variance


@jit
def expect_range(row: Row, ax: float, ay: float, dz: float) -> Expected:
    """The range (m) to an anchor at (ax, ay), with the tag dz above it."""
    dx, dy = row.mean[0] - ax, row.mean[1] - ay
    d = max(math.sqrt(dx * dx + dy * dy + dz * dz), 0.1)
    ux, uy = dx / d, dy / d
    across = spread_across(row, ux, uy)[1]
    bend = 0.5 * across / d
    return d + bend, ux, uy, 2.0 * bend * bend


@jit
def spread_across(row: Row, ux: float, uy: float) -> tuple[float, float]:
    """The place's variance (m²) along the direction (ux, uy), and all the rest of it."""
    p = row.covariance
    along = ux * ux * p[0, 0] + 2.0 * ux * uy * p[0, 1] + uy * uy * p[1, 1]
    return along, max(p[0, 0] + p[1, 1] - along, 0.0)


@jit
def expect_azimuth(row: Row, ax: float, ay: float, heading: float) -> Expected:
    """The direction (rad) from an anchor that looks along `heading`."""
    dx, dy = row.mean[0] - ax, row.mean[1] - ay
    rho2 = max(dx * dx + dy * dy, 0.01)
    rho = math.sqrt(rho2)
    along, across = spread_across(row, dx / rho, dy / rho)
    rough = along * across / (rho2 * rho2)
    return math.atan2(dy, dx) - heading, -dy / rho2, dx / rho2, rough


@jit
def expect_elevation(row: Row, ax: float, ay: float, dz: float) -> Expected:
    """The angle (rad) above the horizontal at which an anchor sees a tag dz higher than itself."""
    dx, dy = row.mean[0] - ax, row.mean[1] - ay
    rho2 = max(dx * dx + dy * dy, 0.01)
    rho, d2 = math.sqrt(rho2), rho2 + dz * dz
    per_m = -dz / d2
    p = row.covariance
    spread = p[0, 0] + p[1, 1]
    bent = 2.0 * rho * dz / (d2 * d2)
    return math.atan2(dz, rho), per_m * dx / rho, per_m * dy / rho, 0.5 * (bent * spread) ** 2


@jit
def turned(angle: float) -> float:
    """The same direction between -pi and pi."""
    return angle - 2.0 * math.pi * math.floor((angle + math.pi) / (2.0 * math.pi))
