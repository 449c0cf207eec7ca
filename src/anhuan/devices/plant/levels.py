"""Levels people walk on, and the plane geometry that turns their ways into pieces."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import dist

from anhuan.devices.plant import ways
from anhuan.devices.plant.buildings import FRAME, OFFICE
from anhuan.devices.plant.ways import Line
from anhuan.kernel.geometry import Point, Ring

NEAR_M = 1e-6


@dataclass(frozen=True, slots=True)
class Level:
    """One walkable storey of one building, or the ground of the whole works."""

    floor: int
    z_m: float
    lines: tuple[Line, ...]
    ring: Ring  # the bounding rectangle is enough to tell levels apart

    def holds(self, x_m: float, y_m: float, floor: int) -> bool:
        """Does a point of that floor lie on this level (3 m around, for outside stairs)?"""
        xs, ys = [x for x, _ in self.ring], [y for _, y in self.ring]
        inside = min(xs) - 3 <= x_m <= max(xs) + 3 and min(ys) - 3 <= y_m <= max(ys) + 3
        return floor == self.floor and inside


def pieces(lines: Iterable[Line], cuts: Iterable[Point]) -> Iterator[tuple[Point, Point]]:
    """The lines as short segments, cut at their crossings and at the given points."""
    segments = list(_segments(lines))
    marks = [*cuts, *(end for segment in segments for end in segment)]
    marks += [p for i, s in enumerate(segments) for t in segments[:i] for p in _crossing(s, t)]
    for a, b in segments:
        on = sorted({p for p in marks if _is_on(p, a, b)}, key=lambda p: dist(a, p))
        yield from pairwise(on)


def tie(point: Point, lines: Iterable[Line]) -> Point:
    """The nearest point of any line."""
    feet = (_foot(point, a, b) for a, b in _segments(lines))
    return min(feet, key=lambda foot: dist(point, foot))


def _segments(lines: Iterable[Line]) -> Iterator[tuple[Point, Point]]:
    for line in lines:
        yield from pairwise(line)


def _is_on(p: Point, a: Point, b: Point) -> bool:
    return dist(a, p) + dist(p, b) - dist(a, b) < NEAR_M


def _foot(p: Point, a: Point, b: Point) -> Point:
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy)
    along = min(1.0, max(0.0, along))
    return round(a[0] + along * dx, 3), round(a[1] + along * dy, 3)


def _crossing(s: tuple[Point, Point], t: tuple[Point, Point]) -> Iterator[Point]:
    (ax, ay), (bx, by) = s
    (cx, cy), (dx, dy) = t
    cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if abs(cross) < NEAR_M:
        return
    u = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / cross
    v = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / cross
    if 0 <= u <= 1 and 0 <= v <= 1:
        yield round(ax + u * (bx - ax), 3), round(ay + u * (by - ay), 3)


def _levels() -> Iterator[Level]:
    yield Level(1, 0.0, ways.GROUND, [(0, 0), (426, 300)])
    for storey, z in enumerate(FRAME.floors_z_m[1:], start=2):
        yield Level(storey, z, ways.FRAME_STOREY, FRAME.ring)
    yield Level(2, OFFICE.floors_z_m[1], ways.OFFICE_STOREY, OFFICE.ring)


LEVELS: tuple[Level, ...] = tuple(_levels())
