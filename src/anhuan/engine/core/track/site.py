"""What the filter must know of the place it works in, as arrays: anchors, radio maps, walls."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.radio.maps import MapTable, map_table
from anhuan.engine.core.track.residuals import no_residuals
from anhuan.engine.core.walls import WallTable, wall_table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Site(NamedTuple):
    """A anchors. Angles in radians, counter-clockwise from the plant's x axis."""

    at: Floats  # (A, 3) m
    heading: Floats  # (A,) of an angle-measuring anchor
    angle_sd: Floats  # (A,)
    reach_m: Floats  # (A,) of a zone reader
    floor: Ints  # (A,) dense
    exponent: float  # of log-distance path loss
    maps: MapTable
    walls: WallTable
    residuals: Ints  # (A, CELLS + 1) counted by the filter, see `residuals`


def bare_site(
    anchors: Floats, exponent: float = 2.2, maps: MapTable | None = None,
    walls: WallTable | None = None,
) -> Site:  # fmt: skip
    """Anchors (A, 3) that know only where they are, on dense floor 0."""
    n = len(anchors)
    return Site(
        np.ascontiguousarray(anchors, np.float64),
        np.zeros(n),
        np.full(n, np.radians(5.0)),
        np.full(n, 3.0),
        np.zeros(n, np.int64),
        exponent,
        maps if maps is not None else map_table((), {}, {}, np.zeros(0)),
        walls if walls is not None else wall_table((), {}),
        no_residuals(n),
    )
