"""Zones a tag went right through between two fixes, with no fix inside.

A crossing so short or so fast would be missed by membership. It is believed only when the fixes
are close in time and certain enough, on one floor, and the straight way between them lies deep
enough inside: a walk round a corner, or what happened in an outage, is no crossing.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Settings, Zone
from anhuan.engine.core.fences import CompiledZones
from anhuan.engine.core.fences.compiled import BUFFER
from anhuan.engine.core.fences.membership import allowed_height, shape_distance
from anhuan.engine.core.fences.shapes import zone_distance_m
from anhuan.engine.core.jit import jit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DEEP_M = 1.0  # so deep inside is not the clipping of a corner
SLIM_SHARE = 0.5  # of a narrow zone's half width, where nothing is that deep
SAMPLE_M, SAMPLES_MAX = 0.25, 400  # along the way
MANY = 4_096  # crossings of one step at most


class Way(NamedTuple):
    """From one fix of a tag to its next, (R,)."""

    tag: Ints
    from_ms: Ints
    t_ms: Ints
    from_x: Floats
    from_y: Floats
    x: Floats
    y: Floats
    z: Floats
    floor: Ints


def believable(from_ms: Ints, t_ms: Ints, r68_m: Floats, settings: Settings) -> NDArray[np.bool_]:
    """(R,) whether a straight way may be drawn; `r68_m` is the worse of both fixes."""
    gap = t_ms - from_ms
    return (gap > 0) & (gap <= settings.pass_within_ms) & (r68_m <= settings.pass_r68_m)


def depths_needed(zones: CompiledZones) -> Floats:
    """(S,) how deep (m) inside each shape a way must go to be a crossing.

    Never less deep than a fix would have to be: a zone's buffer holds for ways too.
    """
    needed = np.full(len(zones.shape_kind), DEEP_M)
    for shape in range(len(needed)):
        edges = zones.edges[zones.shape_edges[shape] : zones.shape_edges[shape + 1]]
        width = float(zones.shape_width[shape])
        if zones.shape_kind[shape] != BUFFER:
            x1, y1, x2, y2 = edges.T
            surface = abs(float(np.sum(x1 * y2 - x2 * y1))) / 2
            width += surface / max(float(np.sum(np.hypot(x2 - x1, y2 - y1))), 1e-9)
        needed[shape] = min(DEEP_M, SLIM_SHARE * width)
    deepest: Floats = np.maximum(needed, zones.zone_enter_m[zones.shape_zone])
    return deepest


def passings(
    zones: CompiledZones, needed: Floats, watched: NDArray[np.bool_], way: Way
) -> list[tuple[int, int, int]]:
    """(zone, tag, when) for each watched zone a way leads through; each pair once."""
    if not len(way.tag) or not watched.any():
        return []
    out = np.empty((MANY, 3), np.int64)
    n = _passings(zones, needed, watched, way, out)
    return sorted({(int(zone), int(tag)): (int(zone), int(tag), int(t)) for zone, tag, t
                   in out[:n][::-1]}.values())  # fmt: skip


@jit
def _passings(
    zones: CompiledZones, needed: Floats, watched: NDArray[np.bool_], way: Way, out: Ints
) -> int:
    n, least = 0, math.inf
    for shape in range(len(needed)):
        if watched[zones.shape_zone[shape]]:
            least = min(least, needed[shape])
    for row in range(len(way.tag)):
        dx, dy = way.x[row] - way.from_x[row], way.y[row] - way.from_y[row]
        length = math.hypot(dx, dy)
        if length >= 2.0 * least:  # shorter ways cannot be that deep with both ends outside
            n = _along(zones, needed, watched, way, row, dx, dy, length, out, n)
    return n


@jit
def _along(
    zones: CompiledZones, needed: Floats, watched: NDArray[np.bool_], way: Way, row: int,
    dx: float, dy: float, length: float, out: Ints, n: int,
) -> int:  # fmt: skip
    """Look at points of one way; append what is deep enough. Returns the new count."""
    steps = samples(length)
    for k in range(1, steps):
        x, y = way.from_x[row] + dx * k / steps, way.from_y[row] + dy * k / steps
        column = math.floor((x - zones.origin[0]) / zones.cell_m)
        line = math.floor((y - zones.origin[1]) / zones.cell_m)
        if column < 0 or line < 0 or column >= zones.grid[0] or line >= zones.grid[1]:
            continue
        cell = line * zones.grid[0] + column
        for at in range(zones.cell_begin[cell], zones.cell_begin[cell + 1]):
            shape = zones.cell_shapes[at]
            zone = zones.shape_zone[shape]
            if not watched[zone] or n >= len(out):
                continue
            if not allowed_height(zones, zone, way.z[row], way.floor[row]):
                continue
            if shape_distance(zones, shape, x, y) >= needed[shape] - 1e-9:
                gap = way.t_ms[row] - way.from_ms[row]
                out[n, 0], out[n, 1] = zone, way.tag[row]
                out[n, 2] = way.from_ms[row] + gap * k // steps
                n += 1
    return n


@jit
def samples(length_m: float) -> int:
    """Into how many parts a way is cut."""
    return int(min(max(math.ceil(length_m / SAMPLE_M), 2), SAMPLES_MAX))


def passes(
    zone: Zone, needed_m: float, a: tuple[float, float], b: tuple[float, float], z: float,
    floor: int,
) -> bool:  # fmt: skip
    """Whether the way from a to b goes through a zone of one shape: the scalar definition."""
    steps = samples(math.hypot(b[0] - a[0], b[1] - a[1]))
    points = (
        (a[0] + (b[0] - a[0]) * k / steps, a[1] + (b[1] - a[1]) * k / steps)
        for k in range(1, steps)
    )
    return any(zone_distance_m(zone, x, y, z, floor) >= needed_m - 1e-9 for x, y in points)
