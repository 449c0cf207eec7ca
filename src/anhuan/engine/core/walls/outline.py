"""Walls from the outline of a building and where its doors are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from anhuan.engine.core.config import Wall

Point = tuple[float, float]
Opening = tuple[float, float, float]  # x, y, width, m

ON_WALL_M = 1.0  # a door drawn so far from the outline belongs to it


def walls_of(ring: Sequence[Point], openings: Sequence[Opening], floor: int | None) -> list[Wall]:
    """The walls of a closed outline (first point not repeated) without its openings.

    An outline without any opening gives no walls: somebody goes in somewhere.
    """
    if not openings:
        return []
    edges = list(zip(ring, (*ring[1:], ring[0]), strict=True))
    return [
        Wall(*begin, *end, floor)
        for edge in edges
        for begin, end in solid_parts(*edge, openings)
    ]  # fmt: skip


def solid_parts(a: Point, b: Point, openings: Sequence[Opening]) -> Iterator[tuple[Point, Point]]:
    """What is left of the edge a-b between its openings."""
    length = math.dist(a, b)
    at = 0.0
    for low, high in sorted(gap for one in openings if (gap := gap_in(a, b, one))):
        if low > at:
            yield between(a, b, at / length), between(a, b, low / length)
        at = max(at, high)
    if at < length:
        yield between(a, b, at / length), b


def gap_in(a: Point, b: Point, opening: Opening) -> tuple[float, float] | None:
    """Where along a-b (m) an opening lies, if it lies on it."""
    x, y, width = opening
    length = math.dist(a, b)
    if length == 0.0:
        return None
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    along = (x - a[0]) * ux + (y - a[1]) * uy
    off = abs((y - a[1]) * ux - (x - a[0]) * uy)
    if off > ON_WALL_M or not 0.0 <= along <= length:
        return None
    return max(along - width / 2, 0.0), min(along + width / 2, length)


def between(a: Point, b: Point, share: float) -> Point:
    """The point at `share` of the way from a to b."""
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
