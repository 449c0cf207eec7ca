"""What stands between a tag and an anchor: walls, steel vessels, floor slabs."""

import numpy as np
from numpy.typing import NDArray

from anhuan.devices.plant.buildings import BUILDINGS, FRAME, VESSELS
from anhuan.kernel.geometry import Ring

Floats = NDArray[np.float64]


def _edges() -> Floats:
    """All walls as rows of x1, y1, x2, y2, top (metres)."""
    shapes: list[tuple[Ring, float]] = [(b.ring, b.top_m) for b in BUILDINGS if b.has_walls]
    shapes += [(vessel.ring(), vessel.top_m) for vessel in VESSELS]
    pairs = [(zip(ring, ring[1:] + ring[:1], strict=True), top) for ring, top in shapes]
    return np.array([(*a, *b, top) for corners, top in pairs for a, b in corners])


_EDGES = _edges()
_FRAME_X = (FRAME.ring[0][0], FRAME.ring[2][0])
_FRAME_Y = (FRAME.ring[0][1], FRAME.ring[2][1])


def walls_between(a: Floats, b: Floats) -> NDArray[np.int64]:
    """How many walls each straight line from `a` to `b` (both (n, 3), metres) goes through."""
    x1, y1, x2, y2, top = _EDGES.T
    ray, wall = b - a, np.stack([x2 - x1, y2 - y1])
    cross = ray[:, 0:1] * wall[1] - ray[:, 1:2] * wall[0]
    to_x, to_y = x1 - a[:, 0:1], y1 - a[:, 1:2]
    with np.errstate(divide="ignore", invalid="ignore"):
        along_ray = (to_x * wall[1] - to_y * wall[0]) / cross
        along_wall = (to_x * ray[:, 1:2] - to_y * ray[:, 0:1]) / cross
        height = a[:, 2:3] + along_ray * ray[:, 2:3]
    hit = (along_ray > 0) & (along_ray < 1) & (along_wall >= 0) & (along_wall < 1)
    return np.asarray((hit & (height < top)).sum(axis=1), dtype=np.int64)


def slabs_between(a: Floats, b: Floats) -> NDArray[np.int64]:
    """How many gratings of the frame each line goes through."""
    count = np.zeros(len(a), dtype=np.int64)
    for z in FRAME.floors_z_m[1:]:
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.nan_to_num((z - a[:, 2]) / (b[:, 2] - a[:, 2]), posinf=2, neginf=-1)
        x = a[:, 0] + share * (b[:, 0] - a[:, 0])
        y = a[:, 1] + share * (b[:, 1] - a[:, 1])
        inside = (_FRAME_X[0] <= x) & (x <= _FRAME_X[1]) & (_FRAME_Y[0] <= y) & (y <= _FRAME_Y[1])
        count += (share > 0) & (share < 1) & inside
    return count
