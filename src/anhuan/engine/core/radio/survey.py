"""A radio map from recorded walks.

Each anchor's level is a log-distance trend plus a field that varies smoothly over the plant
(walls, shelves, steel). The field is found by kriging (Gaussian process regression, Rasmussen and
Williams 2006, ch. 2) from the walks' levels, gathered in cells; so the map also knows where nobody
walked, by how much it doubts itself there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import RadioMap, RadioSurvey

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Place = tuple[float, float, float]
USUAL = RadioSurvey()


class Survey(NamedTuple):
    """Levels heard on walks whose places are known; all (R,)."""

    anchor: NDArray[np.str_]  # device number
    x_m: Floats
    y_m: Floats
    level_dbm: Floats


class Cells(NamedTuple):
    """A survey of one anchor gathered in cells; all (C,)."""

    x_m: Floats
    y_m: Floats
    left_db: Floats  # mean level above the trend
    spread_db2: Floats  # sum of squares around it
    levels: Ints  # how many


def radio_map_of(
    survey: Survey, anchors: Mapping[str, Place], tag_z_m: float, floor: int = 1,
    how: RadioSurvey = USUAL,
) -> RadioMap:  # fmt: skip
    """The map of one floor from its walks. anchors: places (m) by number; tag_z_m: its height.

    Anchors with fewer than `how.least_levels` are left out. ValueError if none is left.
    """
    heard = [n for n in anchors if np.sum(survey.anchor == n) >= how.least_levels]
    if not heard:
        raise ValueError("no anchor was heard often enough for a map")
    xs, ys = axes_of(survey, how)
    grid = list(np.meshgrid(xs, ys, indexing="ij"))
    exponent = fitted_exponent(survey, anchors, tag_z_m, how.least_exponent)
    places = [anchors[number] for number in heard]
    cells = [gathered(part_of(survey, n), anchors[n], tag_z_m, exponent, how) for n in heard]
    noise_db = noise_of(cells, how.least_noise_db)
    fields = [field_of(one, grid, noise_db, how) for one in cells]
    level = [
        mean + trend_db(grid[0], grid[1], place, tag_z_m, exponent)
        for (mean, _), place in zip(fields, places, strict=True)
    ]
    return RadioMap(
        floor, float(xs[0]), float(ys[0]), how.step_m, tuple(heard), noise_db, np.stack(level),
        np.stack([doubt for _, doubt in fields]),
    )  # fmt: skip


def axes_of(survey: Survey, how: RadioSurvey) -> tuple[Floats, Floats]:
    """Middles of the cells over all that was walked and a margin, by x and by y."""
    low = [float(np.floor((np.min(v) - how.margin_m) / how.step_m)) for v in survey[1:3]]
    high = [float(np.ceil((np.max(v) + how.margin_m) / how.step_m)) for v in survey[1:3]]
    xs, ys = (np.arange(a, b + 1) * how.step_m for a, b in zip(low, high, strict=True))
    return xs, ys


def part_of(survey: Survey, number: str) -> Survey:
    """The rows of one anchor."""
    return Survey(*(column[survey.anchor == number] for column in survey))


def trend_db(x_m: Floats, y_m: Floats, place: Place, tag_z_m: float, exponent: float) -> Floats:
    """Level above the one at 1 m, by distance alone."""
    d = np.sqrt((x_m - place[0]) ** 2 + (y_m - place[1]) ** 2 + (tag_z_m - place[2]) ** 2)
    return np.asarray(-10.0 * exponent * np.log10(np.maximum(d, 0.3)))


def fitted_exponent(
    survey: Survey, anchors: Mapping[str, Place], tag_z_m: float, least: float
) -> float:
    """The path-loss exponent of all anchors together, each with a level at 1 m of its own."""
    top = bottom = 0.0
    for number, place in anchors.items():
        one = part_of(survey, number)
        if len(one.x_m):
            slope = trend_db(one.x_m, one.y_m, place, tag_z_m, 1.0)
            slope = slope - slope.mean()
            top += float(slope @ (one.level_dbm - one.level_dbm.mean()))
            bottom += float(slope @ slope)
    return max(top / bottom, least) if bottom > 0.0 else least


def gathered(one: Survey, place: Place, tag_z_m: float, exponent: float, how: RadioSurvey) -> Cells:
    """Levels of one anchor by cell: mean place, mean above the trend, spread, and how many."""
    above = one.level_dbm - trend_db(one.x_m, one.y_m, place, tag_z_m, exponent)
    key = np.round(np.column_stack([one.x_m, one.y_m]) / how.step_m).astype(np.int64)
    _, cell, levels = np.unique(key, axis=0, return_inverse=True, return_counts=True)
    cell = cell.ravel()
    x, y, mean = (np.bincount(cell, v) / levels for v in (one.x_m, one.y_m, above))
    return Cells(
        x, y, mean, np.asarray(np.bincount(cell, (above - mean[cell]) ** 2), np.float64), levels
    )


def noise_of(cells: Sequence[Cells], least_db: float) -> float:
    """The sd (dB) of single levels within cells, all anchors together."""
    spread = sum(float(one.spread_db2.sum()) for one in cells)
    free = sum(int(np.sum(one.levels - 1)) for one in cells)
    return max(float(np.sqrt(spread / free)), least_db) if free else least_db


def field_of(
    cells: Cells, grid: list[Floats], noise_db: float, how: RadioSurvey
) -> tuple[Floats, Floats]:
    """One anchor's level above the trend, and its doubt, over the grid; each (nx, ny) dB."""
    noise = noise_db**2 / cells.levels
    mean = float(np.average(cells.left_db, weights=cells.levels))
    varies = float(np.average((cells.left_db - mean) ** 2 - noise, weights=cells.levels))
    varies = max(varies, how.least_field_db**2)
    own = varies * alike(cells.x_m, cells.y_m, cells.x_m, cells.y_m, how)
    own[np.diag_indices_from(own)] += noise
    x, y = grid[0].ravel(), grid[1].ravel()
    cross = varies * alike(x, y, cells.x_m, cells.y_m, how)
    solved = np.linalg.solve(own, np.column_stack([cells.left_db - mean, cross.T]))
    known = np.einsum("gc,cg->g", cross, solved[:, 1:])
    doubt = np.sqrt(np.maximum(varies - known, 0.0))
    shape = grid[0].shape
    return (mean + cross @ solved[:, 0]).reshape(shape), doubt.reshape(shape)


def alike(x: Floats, y: Floats, u: Floats, v: Floats, how: RadioSurvey) -> Floats:
    """Correlation of the field between places, (n, m): falling with distance (Gudmundson 1991)."""
    apart = np.hypot(x[:, None] - u, y[:, None] - v)
    return np.asarray(np.exp(-apart / how.alike_within_m))
