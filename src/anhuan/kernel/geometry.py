"""Shapes in plant metres and their GeoJSON forms."""

from collections.abc import Callable, Iterator
from math import hypot
from typing import Any

from anhuan.kernel.errors import Blocker

Point = tuple[float, float]
Ring = list[Point]


def inside_ring(x: float, y: float, ring: Ring) -> bool:
    """Even-odd rule; the ring may be open or closed."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def ring_area_m2(ring: Ring) -> float:
    """Shoelace area, always positive."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def centroid(ring: Ring) -> Point:
    """The mean of the corners: good enough to place a label."""
    corners = ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring
    return sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)


def distance_m(a: Point, b: Point) -> float:
    """Straight-line distance."""
    return hypot(a[0] - b[0], a[1] - b[1])


def map_coordinates(geometry: dict[str, Any], convert: Callable[[float, float], Point]) -> Any:
    """A GeoJSON geometry with every position passed through `convert`."""

    def walk(node: Any) -> Any:
        if isinstance(node[0], int | float):
            return list(convert(float(node[0]), float(node[1])))
        return [walk(child) for child in node]

    return {**geometry, "coordinates": walk(geometry["coordinates"])}


_DEPTH = {"Point": 0, "LineString": 1, "Polygon": 2}


def geometry_blockers(geometry: Any) -> Iterator[Blocker]:
    """What is wrong with a drawn shape (Polygon, LineString, or Point with a radius)."""
    if not isinstance(geometry, dict) or geometry.get("type") not in _DEPTH:
        yield Blocker("geometry_shape", "图形必须是 GeoJSON 的 Polygon、LineString 或 Point")
        return
    depth = _DEPTH[geometry["type"]]
    if not _well_formed(geometry.get("coordinates"), depth):
        yield Blocker("geometry_coordinates", "图形坐标不完整，请重新绘制")
    elif geometry["type"] == "Polygon" and ring_area_m2(_ring(geometry)) == 0:
        yield Blocker("geometry_empty", "图形没有面积，请重新绘制")


def _ring(geometry: dict[str, Any]) -> Ring:
    return [(float(x), float(y)) for x, y, *_ in geometry["coordinates"][0]]


def _well_formed(node: Any, depth: int) -> bool:
    if not isinstance(node, list | tuple) or not node:
        return False
    if depth == 0:
        numbers = len(node) >= 2 and all(isinstance(v, int | float) for v in node[:2])
        return numbers and all(abs(v) < 1e7 for v in node[:2])
    smallest = {1: 2, 2: 1}[depth]
    rings_ok = depth == 1 or all(isinstance(ring, list | tuple) and len(ring) >= 4 for ring in node)
    return len(node) >= smallest and rings_ok and all(_well_formed(c, depth - 1) for c in node)
