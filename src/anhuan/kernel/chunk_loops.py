"""Compiled loops over the points of many chunks. Import it where it is used: numba loads slowly.

Columns are those of `kernel.chunks.Track`; chunk k has the points edges[k] to edges[k + 1].
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anhuan.kernel.jit import jit

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]

COLUMNS = 5
BASES = 16 * COLUMNS
ANY_FLOOR = -(2**31)


@jit
def undo(raw: Bytes, starts: Ints, widths: Ints, orders: Ints, edges: Ints, out: Ints) -> None:
    """Fill `out` (5, points) from the unpacked bytes of chunks that begin at `starts` in `raw`."""
    for k in range(len(starts)):
        for column in range(COLUMNS):
            is_second = orders[k] >> column & 1
            _undo_column(
                raw, starts[k], column, widths[k], is_second, out[column, edges[k] : edges[k + 1]]
            )


@jit
def _undo_column(
    raw: Bytes, start: int, column: int, width: int, is_second: int, out: Ints
) -> None:
    n = len(out)
    value = _int64_at(raw, start + 8 * column)
    step = _int64_at(raw, start + 8 * (COLUMNS + column))
    bend = np.int64(0)
    out[0] = value
    low = start + BASES + column * n
    for i in range(1, n):
        zigzag = np.uint64(raw[low + i])
        for plane in range(1, width):
            byte = np.uint64(raw[low + i + plane * COLUMNS * n])
            zigzag |= byte << np.uint64(8 * plane)
        change = np.int64(zigzag >> np.uint64(1)) ^ -np.int64(zigzag & np.uint64(1))
        if is_second:
            bend += change
            change = bend
        value += step + change
        out[i] = value


@jit
def _int64_at(raw: Bytes, at: int) -> np.int64:
    """Eight bytes, little endian."""
    found = np.uint64(0)
    for k in range(8):
        found |= np.uint64(raw[at + k]) << np.uint64(8 * k)
    return np.int64(found)


@jit
def newest_at(t_ms: Ints, edges: Ints, at_ms: int, since_ms: int, found: Ints) -> None:
    """For each chunk the index of its newest point in [since_ms, at_ms]; -1 when it has none."""
    for k in range(len(edges) - 1):
        low, high = edges[k], edges[k + 1]
        while low < high:
            middle = (low + high) // 2
            if t_ms[middle] <= at_ms:
                low = middle + 1
            else:
                high = middle
        found[k] = low - 1 if low > edges[k] and t_ms[low - 1] >= since_ms else -1


@jit
def near(
    t_ms: Ints,
    x_cm: Ints,
    y_cm: Ints,
    floors: Ints,
    edges: Ints,
    spans_ms: Ints,
    circle: Ints,
    gap_ms: int,
    out: Ints,
) -> None:
    """How long each group of points was in a circle; `out` (groups, 4) is filled.

    Points are in order of time within a group, which lies between `edges`; of group g only those
    with spans_ms[g, 0] <= t < spans_ms[g, 1] count. circle: x, y, radius (cm) and the floor, or
    `ANY_FLOOR`; its edge belongs to it. Out: first and last ms inside (-1: never), ms between
    fixes that follow each other inside within `gap_ms`, and the least squared distance (cm²).
    """
    within = circle[2] * circle[2]
    for g in range(len(edges) - 1):
        first, last, spent, closest = np.int64(-1), np.int64(-1), np.int64(0), within
        was_inside, before = False, np.int64(0)
        for i in range(edges[g], edges[g + 1]):
            t = t_ms[i]
            if t < spans_ms[g, 0] or t >= spans_ms[g, 1]:
                continue
            dx, dy = x_cm[i] - circle[0], y_cm[i] - circle[1]
            apart = dx * dx + dy * dy
            is_inside = apart <= within and (circle[3] == ANY_FLOOR or floors[i] == circle[3])
            if is_inside:
                first = t if first < 0 else first
                last = t
                closest = min(apart, closest)
                if was_inside and t - before <= gap_ms:
                    spent += t - before
            was_inside, before = is_inside, t
        out[g, 0], out[g, 1], out[g, 2], out[g, 3] = first, last, spent, closest


def warmup() -> None:
    """Compile all of it, or fetch it from the cache. Bytes come read-only, as from zstd."""
    none, one = np.zeros(1, np.int64), np.zeros((1, 4), np.int64)
    undo(
        np.empty(0, np.uint8), none[:0], none[:0], none[:0], none, np.empty((COLUMNS, 0), np.int64)
    )
    newest_at(none, none, 0, 0, none[:0])
    near(none, none, none, none, none, np.zeros((1, 2), np.int64), one[0], 0, one)
