"""The most points one circle can cover: exact, by sweeping a circle round each point.

Chazelle and Lee (1986), On a circle placement problem. A best circle can be moved until a point
lies on its edge, so for each point take the circles through it and count, over the angle, how
many others they cover. Counting around persons instead undercounts: people stand at edges too.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.sorting import sort_pairs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EDGE_M = 1e-7  # a point this near the edge is on it


def best_circle(x: Floats, y: Floats, radius_m: float) -> tuple[int, float, float]:
    """Largest number of points (n,) within `radius_m` of one place, and that place."""
    size = 2.0 * radius_m
    column = np.floor((x - x.min()) / size).astype(np.int64)
    row = np.floor((y - y.min()) / size).astype(np.int64)
    cell = row * (column.max() + 1) + column
    order = np.argsort(cell, kind="stable")
    best, cx, cy = _best_circle(
        x[order], y[order], radius_m, column[order], row[order], cell[order], column.max() + 1
    )
    return int(best), float(cx), float(cy)


@jit
def _best_circle(
    x: Floats, y: Floats, radius_m: float, column: Ints, row: Ints, cell: Ints, columns: int
) -> tuple[int, float, float]:
    """`best_circle` of points sorted by their cell of size 2 radius."""
    near = np.empty(len(x), np.int64)
    best, best_x, best_y = 0, 0.0, 0.0
    for i in range(len(x)):
        n = 0
        for r in range(row[i] - 1, row[i] + 2):
            low = r * columns + max(column[i] - 1, 0)
            high = r * columns + min(column[i] + 1, columns - 1)
            n = neighbours(x, y, i, first_at(cell, low), high, cell, 2.0 * radius_m, near, n)
        if n + 1 > best:
            found, angle = sweep(x, y, i, near, n, radius_m)
            if found > best:
                best = found
                best_x = x[i] + radius_m * math.cos(angle)
                best_y = y[i] + radius_m * math.sin(angle)
    return best, best_x, best_y


@jit
def first_at(cell: Ints, low: int) -> int:
    """First point whose cell is at least `low`."""
    a, b = 0, len(cell)
    while a < b:
        middle = (a + b) // 2
        if cell[middle] < low:
            a = middle + 1
        else:
            b = middle
    return a


@jit
def neighbours(
    x: Floats, y: Floats, i: int, start: int, last_cell: int, cell: Ints, reach_m: float,
    near: Ints, n: int,
) -> int:  # fmt: skip
    """Append to `near` the points from `start` to `last_cell` within reach of i; the new count."""
    k = start
    while k < len(cell) and cell[k] <= last_cell:
        if k != i and math.hypot(x[k] - x[i], y[k] - y[i]) <= reach_m + EDGE_M:
            near[n] = k
            n += 1
        k += 1
    return n


@jit
def sweep(x: Floats, y: Floats, i: int, near: Ints, n: int, radius_m: float) -> tuple[int, float]:
    """Most of n near points on or in a circle with i on its edge, and the centre's direction."""
    if n == 0:
        return 1, 0.0
    angles, change = np.empty(2 * n), np.empty(2 * n, np.int64)
    always = 1
    m = 0
    for k in range(n):
        dx, dy = x[near[k]] - x[i], y[near[k]] - y[i]
        d = math.hypot(dx, dy)
        if d <= EDGE_M:
            always += 1  # at the same spot
            continue
        middle = math.atan2(dy, dx)
        half = math.acos(min(d / (2.0 * radius_m), 1.0)) + EDGE_M / radius_m
        angles[m], change[m] = middle - half, 1
        angles[m + 1], change[m + 1] = middle + half, -1
        m += 2
    return most_at_once(angles, change, m, always)


@jit
def most_at_once(angles: Floats, change: Ints, m: int, always: int) -> tuple[int, float]:
    """Over m ends of arcs, opening (+1) and closing (-1): the most open at once, and where."""
    open_now = always
    for k in range(m):
        if angles[k] < -math.pi:
            angles[k] += 2.0 * math.pi
            open_now += change[k] == 1  # the arc spans the cut
        elif angles[k] > math.pi:
            angles[k] -= 2.0 * math.pi
            open_now += change[k] == -1
    best, at = open_now, math.pi
    sort_pairs(angles, change, m)
    for k in range(m):
        open_now += change[k]
        if open_now > best:
            following = angles[k + 1] if k + 1 < m else math.pi
            best, at = open_now, 0.5 * (angles[k] + following)
    return best, at


@jit
def within(x: Floats, y: Floats, cx: float, cy: float, radius_m: float) -> NDArray[np.bool_]:
    """Which points (n,) the circle holds."""
    return (x - cx) ** 2 + (y - cy) ** 2 <= (radius_m + 10.0 * EDGE_M) ** 2


@jit
def smallest_circle(x: Floats, y: Floats) -> tuple[float, float, float]:
    """Centre and radius of the smallest circle round few points (Ritter 1990, then improved).

    For drawing a gathering; within 1 % of the true smallest.
    """
    cx, cy = x.mean(), y.mean()
    step = 0.5
    for _ in range(60):
        far, d = 0, -1.0
        for k in range(len(x)):
            dk = (x[k] - cx) ** 2 + (y[k] - cy) ** 2
            if dk > d:
                far, d = k, dk
        cx, cy = cx + step * (x[far] - cx), cy + step * (y[far] - cy)
        step *= 0.9
    d = 0.0
    for k in range(len(x)):
        d = max(d, math.hypot(x[k] - cx, y[k] - cy))
    return cx, cy, d
