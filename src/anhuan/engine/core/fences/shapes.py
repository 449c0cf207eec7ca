"""What it means to be in a zone, in plain Python: the definition the array twin is held to.

Positive distances are inside. A point on the edge is inside.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from anhuan.engine.core.config import Circle, Corridor, Polygon, Shape, Zone

Point = tuple[float, float]


def segments(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """The edges of a ring, closed at the end."""
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def distance_to_segment_m(x: float, y: float, a: Point, b: Point) -> float:
    """Distance (m) from (x, y) to the straight line from a to b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length2 = dx * dx + dy * dy
    along = 0.0 if length2 == 0 else ((x - a[0]) * dx + (y - a[1]) * dy) / length2
    along = min(max(along, 0.0), 1.0)
    return math.hypot(x - a[0] - along * dx, y - a[1] - along * dy)


def signed_distance_m(shape: Shape, x: float, y: float) -> float:
    """Distance (m) to the shape's edge: positive inside, negative outside, 0 on it."""
    if isinstance(shape, Circle):
        return shape.radius_m - math.hypot(x - shape.x, y - shape.y)
    if isinstance(shape, Corridor):
        points = shape.points
        pairs = list(pairwise(points)) or [(points[0], points[0])]
        return shape.half_width_m - min(distance_to_segment_m(x, y, a, b) for a, b in pairs)
    return _polygon_distance_m(shape, x, y)


def _polygon_distance_m(shape: Polygon, x: float, y: float) -> float:
    edges = [edge for ring in (shape.outer, *shape.holes) for edge in segments(ring)]
    odd = False
    for (x1, y1), (x2, y2) in edges:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    distance = min(distance_to_segment_m(x, y, a, b) for a, b in edges)
    return shape.margin_m + (distance if odd else -distance)


def zone_distance_m(zone: Zone, x: float, y: float, z: float, floor: int) -> float:
    """The best of the zone's shapes; -inf on another floor or height."""
    if zone.floors is not None and floor not in zone.floors:
        return -math.inf
    low = -math.inf if zone.z_min_m is None else zone.z_min_m
    high = math.inf if zone.z_max_m is None else zone.z_max_m
    if not low <= z <= high:
        return -math.inf
    return max(signed_distance_m(shape, x, y) for shape in zone.shapes)


def contains(zone: Zone, x: float, y: float, z: float, floor: int) -> bool:
    """Is the point in the zone?"""
    return zone_distance_m(zone, x, y, z, floor) >= 0.0


def surface_m2(shape: Shape) -> float:
    """About how large the shape is; decides which of two areas is the smaller."""
    if isinstance(shape, Circle):
        return math.pi * shape.radius_m**2
    if isinstance(shape, Corridor):
        length = sum(math.dist(a, b) for a, b in pairwise(shape.points))
        return 2 * shape.half_width_m * length + math.pi * shape.half_width_m**2
    rings = [abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in segments(r))) / 2
             for r in (shape.outer, *shape.holes)]  # fmt: skip
    return rings[0] - sum(rings[1:])
