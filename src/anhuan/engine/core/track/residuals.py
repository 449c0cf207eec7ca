"""What two-way ranges leave over at each anchor: the filter's side of the anchors' self-check.

A histogram an anchor, so that its middle is told by clear ranges however many were blocked.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REACH_M, CELL_M = 4.0, 0.05  # residuals beyond are counted in the outermost cells
CELLS = round(2 * REACH_M / CELL_M)
REFUSED = CELLS  # the column after the cells: how many the gate refused


class Drift(NamedTuple):
    """A anchors; nan where nothing was measured."""

    ranges: Ints  # (A,)
    residual_m: Floats  # median of range less expected range
    refused: Floats  # share, 0..1


def no_residuals(anchors: int) -> Ints:
    """Nothing measured yet: (A, CELLS + 1)."""
    return np.zeros((anchors, CELLS + 1), np.int64)


@jit
def note_residual(residuals: Ints, anchor: int, residual_m: float, refused: bool) -> None:
    """Count one range; it is that much longer than the filter expected."""
    cell = int((residual_m + REACH_M) / CELL_M) if residual_m > -REACH_M else 0
    residuals[anchor, min(cell, CELLS - 1)] += 1
    if refused:
        residuals[anchor, REFUSED] += 1


def drift_of(residuals: Ints) -> Drift:
    """What the counts say of each anchor; the median lies within its cell in proportion."""
    cells = residuals[:, :CELLS]
    total = cells.sum(axis=1)
    up_to, half = cells.cumsum(axis=1), total / 2
    middle = np.argmax(up_to >= half[:, None], axis=1)
    rows = np.arange(len(cells))
    inside = cells[rows, middle]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (half - (up_to[rows, middle] - inside)) / inside
        residual_m = (middle + share) * CELL_M - REACH_M
        refused = residuals[:, REFUSED] / total
    return Drift(total, np.where(total > 0, residual_m, np.nan), refused)
