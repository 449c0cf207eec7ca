"""Radio maps as the filter reads them: one flat array of all cells of all anchors of all maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import RadioMap
from anhuan.engine.core.jit import jit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class MapTable(NamedTuple):
    """M maps of A anchors; cell (i, j) of column c of map m is first[m] + (c·nx + i)·ny + j."""

    floor: Ints  # (M,) dense
    noise_db: Floats  # of a single level
    x_m: Floats  # (M,) of the first cell's middle
    y_m: Floats
    step_m: Floats
    nx: Ints
    ny: Ints
    first: Ints
    column: Ints  # (M, A) an anchor's column in the map, -1 if it is not in it
    loss_db: Floats  # below the anchor's level at 1 m
    doubt_db: Floats  # sd of what the map says, without the noise of a single level


def map_table(
    maps: Sequence[RadioMap], anchors: Mapping[str, int], floors: Mapping[int, int],
    at_1m_dbm: Floats,
) -> MapTable:  # fmt: skip
    """Compile maps; anchors: number to dense, floors: floor to dense, at_1m_dbm (A,)."""
    column = np.full((len(maps), max(len(anchors), len(at_1m_dbm))), -1, np.int64)
    first, loss, doubt, size = [], [np.zeros(0)], [np.zeros(0)], 0
    for m, one in enumerate(maps):
        first.append(size)
        size += one.level_dbm.size
        base = np.zeros(len(one.anchors))
        for c, number in enumerate(one.anchors):
            if (a := anchors.get(number)) is not None:
                column[m, a] = c
                base[c] = at_1m_dbm[a]
        loss.append((base[:, None, None] - one.level_dbm).ravel())
        doubt.append(np.asarray(one.doubt_db, np.float64).ravel())
    shape = np.array([one.level_dbm.shape for one in maps], np.int64).reshape(-1, 3)
    return MapTable(
        np.array([floors.get(one.floor, -1) for one in maps], np.int64),
        _real([one.noise_db for one in maps]),
        _real([one.x_m for one in maps]),
        _real([one.y_m for one in maps]),
        _real([one.step_m for one in maps]),
        shape[:, 1].copy(),
        shape[:, 2].copy(),
        np.array(first, np.int64),
        column,
        np.concatenate(loss),
        np.concatenate(doubt),
    )


def _real(values: list[float]) -> Floats:
    return np.array(values, np.float64)


@jit
def map_at(maps: MapTable, floor: int, x: float, y: float) -> int:
    """The map of that dense floor (-1: any) whose cells lie under (x, y), else -1."""
    for m in range(len(maps.x_m)):
        if floor >= 0 and maps.floor[m] != floor:
            continue
        if on_map(maps, m, x, y):
            return m
    return -1


@jit
def on_map(maps: MapTable, m: int, x: float, y: float) -> bool:
    """Does (x, y) lie over a cell of map m?"""
    i, j = (x - maps.x_m[m]) / maps.step_m[m], (y - maps.y_m[m]) / maps.step_m[m]
    return bool(-0.5 <= i <= maps.nx[m] - 0.5 and -0.5 <= j <= maps.ny[m] - 0.5)


@jit
def level_at(maps: MapTable, m: int, column: int, x: float, y: float) -> tuple[float, float]:
    """Loss (dB) and doubt (dB) between the four cells around (x, y); the rim's value outside."""
    u = min(max((x - maps.x_m[m]) / maps.step_m[m], 0.0), maps.nx[m] - 1.0)
    v = min(max((y - maps.y_m[m]) / maps.step_m[m], 0.0), maps.ny[m] - 1.0)
    i, j = min(int(u), max(maps.nx[m] - 2, 0)), min(int(v), max(maps.ny[m] - 2, 0))
    u, v = u - i, v - j
    down, right = min(1, maps.nx[m] - 1) * maps.ny[m], min(1, maps.ny[m] - 1)
    k = maps.first[m] + (column * maps.nx[m] + i) * maps.ny[m] + j
    near, far = (1.0 - u) * (1.0 - v), u * v
    side, up = u * (1.0 - v), (1.0 - u) * v
    loss = (
        near * maps.loss_db[k]
        + side * maps.loss_db[k + down]
        + up * maps.loss_db[k + right]
        + far * maps.loss_db[k + down + right]
    )
    doubt = maps.doubt_db[k + (down if u > 0.5 else 0) + (right if v > 0.5 else 0)]
    return float(loss), float(doubt)
