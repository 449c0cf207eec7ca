"""Nobody walks through a wall: a filter that would is cut off at it.

The place's probability beyond the wall is taken away and the rest keeps its mean and spread
(Simon and Simon 2010, constrained filtering by truncation). Near an opening, and where the ranges
insist, one does get to the other side: the drawing may lack a door.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.walls.tables import EVERY_FLOOR, WallTable

Floats = NDArray[np.float64]

INSISTS = 4.0  # sigma beyond a wall: then it is believed
OPENING_SIGMAS = 2.0  # so near an opening's edge one may have come through
OPENING_M = 0.3
CLEAR_M = 0.1  # one stays this far from a wall
ROUNDS = 3  # a corner has two walls


@jit
def keep_inside(row: Any, walls: WallTable, floor: int, from_x: float, from_y: float) -> None:
    """Cut the filter `row` off at the walls between (from_x, from_y) and its place."""
    for _ in range(ROUNDS):
        w, share = first_wall(walls, floor, from_x, from_y, row.mean[0], row.mean[1])
        if w < 0 or through_opening(row, walls, w, share):
            return
        nx, ny = normal_of(walls, w)
        away = nx * (from_x - walls.ends[w, 0]) + ny * (from_y - walls.ends[w, 1])
        if away < 0.0:
            nx, ny = -nx, -ny
        if not cut_off(row, nx, ny, walls.ends[w, 0], walls.ends[w, 1]):
            return


@jit
def first_wall(
    walls: WallTable, floor: int, x0: float, y0: float, x1: float, y1: float
) -> tuple[int, float]:
    """The first wall on the way from 0 to 1, and where along the wall (0..1); -1 if none."""
    best, nearest, where = -1, math.inf, 0.0
    dx, dy = x1 - x0, y1 - y0
    for w in range(len(walls.floor)):
        if walls.floor[w] != EVERY_FLOOR and walls.floor[w] != floor:
            continue
        ax, ay = walls.ends[w, 0], walls.ends[w, 1]
        wx, wy = walls.ends[w, 2] - ax, walls.ends[w, 3] - ay
        cross = dx * wy - dy * wx
        if cross == 0.0:
            continue
        on_way = ((ax - x0) * wy - (ay - y0) * wx) / cross
        on_wall = ((ax - x0) * dy - (ay - y0) * dx) / cross
        if 0.0 <= on_way <= 1.0 and 0.0 <= on_wall <= 1.0 and on_way < nearest:
            best, nearest, where = w, on_way, on_wall
    return best, where


@jit
def normal_of(walls: WallTable, w: int) -> tuple[float, float]:
    """Unit normal of a wall."""
    wx, wy = walls.ends[w, 2] - walls.ends[w, 0], walls.ends[w, 3] - walls.ends[w, 1]
    length = max(math.hypot(wx, wy), 1e-9)
    return -wy / length, wx / length


@jit
def through_opening(row: Any, walls: WallTable, w: int, share: float) -> bool:
    """Is the point at `share` of wall w so near one of its open ends that a door was used?"""
    nx, ny = normal_of(walls, w)
    wx, wy = walls.ends[w, 2] - walls.ends[w, 0], walls.ends[w, 3] - walls.ends[w, 1]
    p = row.covariance
    along2 = ny * ny * p[0, 0] - 2.0 * nx * ny * p[0, 1] + nx * nx * p[1, 1]
    reach = OPENING_M + OPENING_SIGMAS * math.sqrt(max(along2, 0.0))
    length = math.hypot(wx, wy)
    first = walls.is_open[w, 0] and share * length <= reach
    second = walls.is_open[w, 1] and (1.0 - share) * length <= reach
    return bool(first or second)


@jit
def cut_off(row: Any, nx: float, ny: float, ax: float, ay: float) -> bool:
    """Truncate the filter to the side of the line through a that n points to; False: it insists."""
    m, p = row.mean, row.covariance
    inside = nx * (m[0] - ax) + ny * (m[1] - ay) - CLEAR_M
    variance = nx * nx * p[0, 0] + 2.0 * nx * ny * p[0, 1] + ny * ny * p[1, 1]
    sd = math.sqrt(max(variance, 1e-9))
    alpha = -inside / sd
    if alpha > INSISTS:
        return False
    ratio = hazard(alpha)
    kept = max(1.0 + alpha * ratio - ratio * ratio, 0.01)
    size = len(m)
    gain = np.empty(size)
    for k in range(size):
        gain[k] = (nx * p[k, 0] + ny * p[k, 1]) / (sd * sd)
    for a in range(size):
        m[a] += gain[a] * sd * ratio
        for b in range(size):
            p[a, b] -= gain[a] * gain[b] * sd * sd * (1.0 - kept)
    return True


@jit
def hazard(alpha: float) -> float:
    """Mean of a standard Gaussian above alpha (alpha at most about 6)."""
    tail = 0.5 * math.erfc(alpha / math.sqrt(2.0))
    return math.exp(-0.5 * alpha * alpha) / math.sqrt(2.0 * math.pi) / max(tail, 1e-300)
