"""Where a fence is. The scalar definition; `engine/core/fences` holds the array twin."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import Any

from anhuan.kernel.geometry import Point, Ring, inside_ring

LINE_HALF_WIDTH_M = 0.5  # a line without width of its own: a tripwire


def contains(geometry: dict[str, Any], radius_m: float | None, x_m: float, y_m: float) -> bool:
    """Whether a point in plant metres is inside the shape.

    Polygon: inside the outer ring and no hole, or within `radius_m` of its edge (a buffer).
    Point: a circle of `radius_m`. LineString: a corridor `radius_m` to either side; without one a
    tripwire of `LINE_HALF_WIDTH_M`.
    """
    reach = radius_m or 0.0
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Point":
        return hypot(x_m - coordinates[0], y_m - coordinates[1]) <= reach
    if geometry["type"] == "LineString":
        return distance_to_line_m(x_m, y_m, coordinates) <= (reach or LINE_HALF_WIDTH_M)
    rings = [[(float(x), float(y)) for x, y, *_ in ring] for ring in coordinates]
    in_hole = any(inside_ring(x_m, y_m, hole) for hole in rings[1:])
    if inside_ring(x_m, y_m, rings[0]) and not in_hole:
        return True
    return reach > 0 and any(distance_to_line_m(x_m, y_m, _closed(r)) <= reach for r in rings)


def is_inside(
    geometry: dict[str, Any],
    radius_m: float | None,
    floors: Sequence[int] | None,
    x_m: float,
    y_m: float,
    floor: int,
    z_m: float | None = None,
    heights: tuple[float | None, float | None] = (None, None),
) -> bool:
    """`contains` on one of the fence's floors and between its heights, both included.

    No floors means every floor; a limit that is None does not limit. AQ 3064.3-2025 5.1.5.
    """
    low, high = heights
    if z_m is not None and not (low is None or low <= z_m) & (high is None or z_m <= high):
        return False
    return (not floors or floor in floors) and contains(geometry, radius_m, x_m, y_m)


def distance_to_line_m(x_m: float, y_m: float, line: Sequence[Sequence[float]]) -> float:
    """The shortest distance from a point to a line of straight pieces, metres."""
    pieces = pairwise(line)
    return min(_distance_to_piece(x_m, y_m, (a[0], a[1]), (b[0], b[1])) for a, b in pieces)


def _distance_to_piece(x: float, y: float, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length_sq = dx * dx + dy * dy
    along = ((x - a[0]) * dx + (y - a[1]) * dy) / length_sq if length_sq else 0.0
    along = min(1.0, max(0.0, along))
    return hypot(x - a[0] - along * dx, y - a[1] - along * dy)


def _closed(ring: Ring) -> Ring:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]
