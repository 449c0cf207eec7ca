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

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EDGE_M = 1e-7  # a point this near the edge is on it


@jit
def buckets(x: Floats, y: Floats, size: float) -> tuple[Ints, Ints, Ints, int, int]:
    """Points sorted into square cells: column, row, order of points, columns, rows."""
    column = np.floor((x - x.min()) / size).astype(np.int64)
    row = np.floor((y - y.min()) / size).astype(np.int64)
    columns, rows = column.max() + 1, row.max() + 1
    return column, row, np.argsort(row * columns + column), columns, rows


@jit
def best_circle(x: Floats, y: Floats, radius_m: float) -> tuple[int, float, float]:
    """Largest number of points (n,) within `radius_m` of one place, and that place."""
    n = len(x)
    column, row, order, columns, rows = buckets(x, y, 2.0 * radius_m)
    cell = row * columns + column
    keys = cell[order]
    near = np.empty(n, np.int64)
    best, best_x, best_y = 0, 0.0, 0.0
    for i in range(n):
        count = 0
        for r in range(max(row[i] - 1, 0), min(row[i] + 2, rows)):
            low = r * columns + max(column[i] - 1, 0)
            high = r * columns + min(column[i] + 1, columns - 1)
            for k in range(np.searchsorted(keys, low), np.searchsorted(keys, high, side="right")):
                j = order[k]
                if j != i and math.hypot(x[j] - x[i], y[j] - y[i]) <= 2.0 * radius_m + EDGE_M:
                    near[count] = j
                    count += 1
        if count + 1 > best:
            found, angle = sweep(x, y, i, near[:count], radius_m)
            if found > best:
                best = found
                best_x = x[i] + radius_m * math.cos(angle)
                best_y = y[i] + radius_m * math.sin(angle)
    return best, best_x, best_y


@jit
def sweep(x: Floats, y: Floats, i: int, near: Ints, radius_m: float) -> tuple[int, float]:
    """Most points on or in a circle with point i on its edge, and the centre's direction."""
    n = len(near)
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
    return most_at_once(angles[:m], change[:m], always)


@jit
def most_at_once(angles: Floats, change: Ints, always: int) -> tuple[int, float]:
    """Over arcs that open (+1) and close (-1), the most open at one angle, and that angle."""
    open_now = always
    for k in range(len(angles)):
        if angles[k] < -math.pi:
            angles[k] += 2.0 * math.pi
            open_now += change[k] == 1  # the arc spans the cut
        elif angles[k] > math.pi:
            angles[k] -= 2.0 * math.pi
            open_now += change[k] == -1
    best, at = open_now, math.pi
    order = np.argsort(angles)
    for q in range(len(order)):
        k = order[q]
        open_now += change[k]
        if open_now > best:
            nxt = angles[order[q + 1]] if q + 1 < len(order) else math.pi
            best, at = open_now, 0.5 * (angles[k] + nxt)
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
