"""Sorting inside compiled code. Numba's own sort takes five seconds to compile, this a quarter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@jit
def sort_pairs(keys: Floats, values: Ints, n: int) -> None:
    """Sort the first n keys, rising, and their values with them, in place (heap sort)."""
    for root in range(n // 2 - 1, -1, -1):
        sift(keys, values, root, n)
    for end in range(n - 1, 0, -1):
        keys[0], keys[end] = keys[end], keys[0]
        values[0], values[end] = values[end], values[0]
        sift(keys, values, 0, end)


@jit
def sift(keys: Floats, values: Ints, root: int, end: int) -> None:
    """Let the pair at `root` sink to its place in the heap of `end` pairs."""
    key, value = keys[root], values[root]
    child = 2 * root + 1
    while child < end:
        if child + 1 < end and keys[child] < keys[child + 1]:
            child += 1
        if keys[child] <= key:
            break
        keys[root], values[root] = keys[child], values[child]
        root, child = child, 2 * child + 1
    keys[root], values[root] = key, value


@jit
def low_median(values: Floats, n: int) -> float:
    """The lower median of the first n values, which are left unsorted: n is small."""
    half = (n - 1) // 2
    for k in range(n):
        below = 0
        for j in range(n):
            below += values[j] < values[k] or (values[j] == values[k] and j < k)
        if below == half:
            return float(values[k])
    return 0.0
