"""GeoJSON in plant metres as shapes of the pipeline."""

from __future__ import annotations

from typing import Any

from anhuan.domains.positioning.rules.fences import LINE_HALF_WIDTH_M
from anhuan.engine.core import config as core
from anhuan.kernel.geometry import Point, centroid, geometry_blockers


def shapes_of(geometry: Any, radius_m: float | None) -> tuple[core.Shape, ...]:
    """The shapes of a drawing; ValueError says what is wrong with it.

    The array twin of `rules.fences.contains`.
    """
    if wrong := next(geometry_blockers(geometry), None):
        raise ValueError(wrong.text)
    where, reach = geometry["coordinates"], float(radius_m or 0.0)
    if geometry["type"] == "Polygon":
        outer, *holes = [_open_ring(ring) for ring in where]
        return (core.Polygon(outer, tuple(holes), max(reach, 0.0)),)
    if geometry["type"] == "LineString":
        line = tuple((float(x), float(y)) for x, y, *_ in where)
        return (core.Corridor(line, reach if reach > 0 else LINE_HALF_WIDTH_M),)
    if reach <= 0:
        raise ValueError("半径缺失")
    return (core.Circle(float(where[0]), float(where[1]), reach),)


def label_of(geometry: dict[str, Any]) -> Point:
    """Where an alarm of the shape points."""
    where = geometry["coordinates"]
    if geometry["type"] == "Point":
        return float(where[0]), float(where[1])
    line = where[0] if geometry["type"] == "Polygon" else where
    return centroid([(float(x), float(y)) for x, y, *_ in line])


def _open_ring(ring: Any) -> tuple[Point, ...]:
    points = [(float(x), float(y)) for x, y, *_ in ring]
    return tuple(points[:-1] if points[0] == points[-1] else points)
