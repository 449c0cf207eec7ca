"""Coordinates: degrees, plant metres, and the own metres of another positioning system."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from anhuan.kernel.geometry import Point

LOCAL = "local"
DEGREES = "EPSG:4326"
ALSO_DEGREES = frozenset({DEGREES, "EPSG:4490"})  # CGCS2000 is taken as equal to WGS 84
FAR_M = 100_000.0  # further from the plant's origin nothing is, as in the engine
CORNERS = 32  # of a circle drawn as a polygon


@dataclass(frozen=True, slots=True)
class LocalFrame:
    """A zone's own metres against the plant's: plant = (a b; c d) · local + (dx, dy)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def to_plant(self, x: float, y: float) -> Point:
        """The zone's metres to plant metres."""
        return self.a * x + self.b * y + self.dx, self.c * x + self.d * y + self.dy

    def to_local(self, x: float, y: float) -> Point:
        """Plant metres to the zone's metres; the inverse of `to_plant`."""
        x, y, area = x - self.dx, y - self.dy, self.a * self.d - self.b * self.c
        return (self.d * x - self.b * y) / area, (self.a * y - self.c * x) / area


PLANT = LocalFrame()


def fit(local: Sequence[Point], plant: Sequence[Point]) -> LocalFrame | None:
    """The frame that puts local points nearest to their plant points, least squares.

    Two pairs fix shift, turn and scale; three or more an affine map. None when they do not
    determine one: fewer than two, equal, or (three and more) all on a line.
    """
    if len(local) != len(plant) or len(local) < 2:
        return None
    return _similarity(local, plant) if len(local) == 2 else _affine(local, plant)


def _similarity(local: Sequence[Point], plant: Sequence[Point]) -> LocalFrame | None:
    (p, q), (u, v) = (complex(*one) for one in local), (complex(*one) for one in plant)
    if p == q or u == v:
        return None
    turn = (v - u) / (q - p)
    shift = u - turn * p
    return LocalFrame(turn.real, -turn.imag, turn.imag, turn.real, shift.real, shift.imag)


def _affine(local: Sequence[Point], plant: Sequence[Point]) -> LocalFrame | None:
    known = np.column_stack([np.array(local, float), np.ones(len(local))])
    solved, _, rank, _ = np.linalg.lstsq(known, np.array(plant, float), rcond=1e-9)
    (a, c), (b, d), (dx, dy) = solved.tolist()
    if rank < 3 or abs(a * d - b * c) < 1e-9:
        return None
    return LocalFrame(a, b, c, d, dx, dy)


def omlox_floor(floor: int) -> int:
    """Our floor (ground = 1, no 0) as omlox counts (ground = 0)."""
    return floor - 1 if floor >= 1 else floor


def plant_floor(floor: float) -> int:
    """omlox's floor, mezzanines included, as ours; the inverse of `omlox_floor`."""
    return int(floor) + 1 if floor >= 0 else int(np.floor(floor))


def circle(x: float, y: float, radius_m: float) -> list[list[float]]:
    """A closed ring of `CORNERS` points around a centre, plant metres."""
    angles = [radians(360 * k / CORNERS) for k in range(CORNERS)]
    ring = [[x + radius_m * cos(a), y + radius_m * sin(a)] for a in angles]
    return [*ring, ring[0]]
