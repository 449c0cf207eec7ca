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
KEPT = 32  # neighbours remembered of each point
PLENTY = 100  # a circle with so many is taken at once: a muster need not be the largest possible


def best_circle(x: Floats, y: Floats, radius_m: float) -> tuple[int, float, float]:
    """Largest number of points (n,) within `radius_m` of one place, and that place."""
    group, centre = find_circles(x, y, radius_m, 1)
    return int(np.sum(group == 0)), float(centre[0, 0]), float(centre[0, 1])


def find_circles(x: Floats, y: Floats, radius_m: float, fewest: int) -> tuple[Ints, Floats]:
    """Largest circle first, its points taken out, until none covers `fewest`.

    Returns each point's circle (n,), -1 for none, and the circles' centres (G, 2).
    """
    size = 2.0 * radius_m
    column = np.floor((x - x.min()) / size).astype(np.int64)
    row = np.floor((y - y.min()) / size).astype(np.int64)
    columns = int(column.max()) + 1
    cell = row * columns + column
    order = np.argsort(cell, kind="stable")
    group, centre = np.full(len(x), -1, np.int64), np.empty((len(x), 2))
    count = _find_circles(
        x[order], y[order], float(radius_m), column[order], row[order], cell[order], columns,
        fewest, group, centre,
    )  # fmt: skip
    unsorted = np.empty_like(group)
    unsorted[order] = group
    return unsorted, centre[:count]


@jit
def _find_circles(
    x: Floats, y: Floats, radius_m: float, column: Ints, row: Ints, cell: Ints, columns: int,
    fewest: int, group: Ints, centre: Floats,
) -> int:  # fmt: skip
    """`find_circles` of points sorted by their cell of size 2 radius.

    Lazy greedy: taking points out only lowers what another circle covers, so an old count is a
    bound, and it is exact while nobody near was taken out since. Bounds only fall, so one pass
    through the points a level, the highest level first, meets them in the order of their bounds.
    """
    n = len(x)
    near, angles, change = np.empty(n, np.int64), np.empty(2 * n), np.empty(2 * n, np.int64)
    bound, angle = np.empty(n, np.int64), np.zeros(n)
    swept_at, taken_at = np.full(n, -1, np.int64), np.zeros(n, np.int64)
    first = firsts(column, row, cell, columns)
    kept, kept_n = np.empty((n, KEPT), np.int64), np.empty(n, np.int64)
    for i in range(n):
        m = near_of(x, y, i, first, column, row, cell, columns, radius_m, group, near)
        bound[i], kept_n[i] = 1 + m, m
        kept[i, : min(m, KEPT)] = near[: min(m, KEPT)]
    groups = 0
    for level in range(bound.max() if n else 0, fewest - 1, -1):
        for i in range(n):
            if bound[i] != level:
                continue
            if last_taken(i, first, column, row, cell, columns, taken_at) > swept_at[i]:
                m = free_of(kept[i], kept_n[i], group, near)
                if kept_n[i] > KEPT:
                    m = near_of(x, y, i, first, column, row, cell, columns, radius_m, group, near)
                bound[i], angle[i] = sweep(x, y, i, near, m, radius_m, angles, change)
                swept_at[i] = groups
            if bound[i] == level or bound[i] >= PLENTY:
                groups += 1
                take(x, y, i, angle[i], first, column, row, cell, columns, radius_m, group, near,
                     bound, centre, taken_at, groups)  # fmt: skip
    return groups


@jit
def free_of(kept: Ints, n: int, group: Ints, near: Ints) -> int:
    """Fill `near` with the points still free of n kept ones; return how many."""
    m = 0
    for k in range(min(n, KEPT)):
        if group[kept[k]] < 0:
            near[m] = kept[k]
            m += 1
    return m


@jit
def last_taken(
    i: int, first: Ints, column: Ints, row: Ints, cell: Ints, columns: int, taken_at: Ints
) -> int:
    """How many circles had been taken when the last took somebody from a cell near point i."""
    last = 0
    for d in range(3):
        high = (row[i] + d - 1) * columns + min(column[i] + 1, columns - 1)
        k = first[i, d]
        while k < len(cell) and cell[k] <= high:
            last = max(last, taken_at[k])
            k += 1
    return last


@jit
def take(
    x: Floats, y: Floats, i: int, angle: float, first: Ints, column: Ints, row: Ints, cell: Ints,
    columns: int, radius_m: float, group: Ints, near: Ints, bound: Ints, centre: Floats,
    taken_at: Ints, count: int,
) -> None:  # fmt: skip
    """Take the circle with point i on its edge, its centre in that direction: the count-th."""
    cx, cy = x[i] + radius_m * math.cos(angle), y[i] + radius_m * math.sin(angle)
    centre[count - 1, 0], centre[count - 1, 1] = cx, cy
    m = near_of(x, y, i, first, column, row, cell, columns, radius_m, group, near)
    for k in range(m + 1):
        j = near[k] if k < m else i
        if (x[j] - cx) ** 2 + (y[j] - cy) ** 2 <= (radius_m + 10.0 * EDGE_M) ** 2:
            group[j], bound[j], taken_at[j] = count - 1, 0, count


@jit
def near_of(
    x: Floats, y: Floats, i: int, first: Ints, column: Ints, row: Ints, cell: Ints, columns: int,
    radius_m: float, group: Ints, near: Ints,
) -> int:  # fmt: skip
    """Fill `near` with the free points within 2 radius of point i; return how many."""
    n = 0
    for d in range(3):
        high = (row[i] + d - 1) * columns + min(column[i] + 1, columns - 1)
        n = neighbours(x, y, i, first[i, d], high, cell, 2.0 * radius_m, group, near, n)
    return n


@jit
def firsts(column: Ints, row: Ints, cell: Ints, columns: int) -> Ints:
    """(n, 3) first point in the cells left of, in and right of each point's: row below, its own,
    row above. The points are in the order of their cells, so the answers only grow."""
    n = len(cell)
    first = np.empty((n, 3), np.int64)
    for d in range(3):
        k = 0
        for i in range(n):
            low = (row[i] + d - 1) * columns + max(column[i] - 1, 0)
            while k < n and cell[k] < low:
                k += 1
            first[i, d] = k
    return first


@jit
def neighbours(
    x: Floats, y: Floats, i: int, start: int, last_cell: int, cell: Ints, reach_m: float,
    group: Ints, near: Ints, n: int,
) -> int:  # fmt: skip
    """Append to `near` the free points from `start` to `last_cell` within reach of i."""
    k = start
    while k < len(cell) and cell[k] <= last_cell:
        free = group[k] < 0 and k != i
        if free and (x[k] - x[i]) ** 2 + (y[k] - y[i]) ** 2 <= (reach_m + EDGE_M) ** 2:
            near[n] = k
            n += 1
        k += 1
    return n


@jit
def sweep(
    x: Floats, y: Floats, i: int, near: Ints, n: int, radius_m: float, angles: Floats, change: Ints
) -> tuple[int, float]:
    """Most of n near points on or in a circle with i on its edge, and the centre's direction.

    angles and change: room for two rows a near point.
    """
    if n == 0:
        return 1, 0.0
    always = 1
    m = 0
    for k in range(n):
        dx, dy = x[near[k]] - x[i], y[near[k]] - y[i]
        d = math.sqrt(dx * dx + dy * dy)
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


@jit
def circles_round(x: Floats, y: Floats, begin: Ints) -> Floats:
    """(G, 3) `smallest_circle` of each of G runs of points, begin (G + 1,)."""
    found = np.empty((len(begin) - 1, 3))
    for g in range(len(found)):
        circle = smallest_circle(x[begin[g] : begin[g + 1]], y[begin[g] : begin[g + 1]])
        found[g, 0], found[g, 1], found[g, 2] = circle
    return found
