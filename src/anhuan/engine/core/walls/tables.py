"""Walls and passages as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Passage, Storeys, Wall

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EVERY_FLOOR = -1
JOINED_M = 0.05  # ends this close belong to one corner


class WallTable(NamedTuple):
    """W walls. An end that touches no other wall is the edge of an opening."""

    floor: Ints  # (W,) dense, EVERY_FLOOR
    ends: Floats  # (W, 4) x1, y1, x2, y2, m
    is_open: NDArray[np.bool_]  # (W, 2)


class PassageTable(NamedTuple):
    """P staircases and lifts, S structures with storeys, F floors."""

    place: Floats  # (P, 3) x, y, radius, m
    joins: NDArray[np.bool_]  # (P, F)
    box: Floats  # (S, 4) x1, y1, x2, y2, m
    has: NDArray[np.bool_]  # (S, F)


def wall_table(walls: Sequence[Wall], floors: Mapping[int, int]) -> WallTable:
    """Compile walls; floors: floor to dense. Walls on floors nobody described are left out."""
    known = [w for w in walls if w.floor is None or w.floor in floors]
    ends = np.array([(w.x1, w.y1, w.x2, w.y2) for w in known], np.float64).reshape(-1, 4)
    floor = [EVERY_FLOOR if w.floor is None else floors[w.floor] for w in known]
    levels = np.array(floor, np.int64)
    return WallTable(levels, ends, open_ends(levels, ends))


def open_ends(floor: Ints, ends: Floats) -> NDArray[np.bool_]:
    """Which ends (W, 2) no other wall of the same floor touches."""
    free = np.ones((len(ends), 2), np.bool_)
    for w in range(len(ends)):
        others = np.arange(len(ends)) != w
        if floor[w] != EVERY_FLOOR:
            others &= (floor == floor[w]) | (floor == EVERY_FLOOR)
        for side in range(2):
            point = ends[w, 2 * side : 2 * side + 2]
            free[w, side] = not np.any(distance_to(point, ends[others]) < JOINED_M)
    return free


def distance_to(point: Floats, ends: Floats) -> Floats:
    """From a point (2,) to segments (n, 4), m."""
    along = ends[:, 2:] - ends[:, :2]
    length2 = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((point - ends[:, :2]) * along).sum(axis=1) / length2, 0.0, 1.0)
    return np.asarray(np.hypot(*(ends[:, :2] + share[:, None] * along - point).T))


def passage_table(
    passages: Sequence[Passage], floors: Mapping[int, int], storeys: Sequence[Storeys] = ()
) -> PassageTable:
    """Compile passages and storeys; floors: floor to dense."""
    place = [(p.x, p.y, p.radius_m) for p in passages]
    box = [(s.x1, s.y1, s.x2, s.y2) for s in storeys]
    return PassageTable(
        np.array(place, np.float64).reshape(-1, 3),
        _floors_of([p.floors for p in passages], floors),
        np.array(box, np.float64).reshape(-1, 4),
        _floors_of([s.floors for s in storeys], floors),
    )


def _floors_of(given: Sequence[frozenset[int]], floors: Mapping[int, int]) -> NDArray[np.bool_]:
    """Which dense floors each has; floors nobody described are left out."""
    has = np.zeros((len(given), len(floors)), np.bool_)
    for row, some in enumerate(given):
        for floor in some:
            if floor in floors:
                has[row, floors[floor]] = True
    return has
