"""Zones as arrays, with a uniform grid that names the few shapes near a point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Area, Circle, Corridor, Polygon, Shape, Zone
from anhuan.engine.core.fences.shapes import segments, surface_m2

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

POLYGON, BUFFER = 0, 1  # a circle is the buffer of one point
CELL_M = 20.0
CELLS_MAX = 65_536
LOWEST_FLOOR = -12  # floors -12..50 are bits of one word
EVERY_FLOOR = -1


class CompiledZones(NamedTuple):
    """Z zones of S shapes with E edges, and a grid of cells with the shapes near each."""

    edges: Floats  # (E, 4) x1 y1 x2 y2
    shape_edges: Ints  # (S + 1,) where each shape's edges begin
    shape_kind: Ints  # (S,) POLYGON | BUFFER
    shape_width: Floats  # (S,) half width of a buffer, margin of a polygon
    shape_zone: Ints  # (S,) rising
    zone_floors: Ints  # (Z,) bits
    zone_z: Floats  # (Z, 2) lowest and highest
    zone_is_area: NDArray[np.bool_]  # (Z,)
    zone_m2: Floats  # (Z,)
    zone_enter_m: Floats  # (Z,) how deep a tag has to be to enter
    zone_leave_m: Floats  # (Z,) how far outside it may be without leaving
    reach_m: float  # the largest of these
    origin: Floats  # (2,) of the grid
    cell_m: float
    grid: Ints  # (2,) columns, rows
    cell_begin: Ints  # (cells + 1,)
    cell_shapes: Ints  # shape numbers, rising within a cell


def compile_zones(zones: Sequence[Zone], margin_m: float = 0.5) -> CompiledZones:
    """Arrays for `zones`; the grid finds every zone as far outside as a tag in it may be.

    `margin_m` is how far that is where the zone does not say.
    """
    leave = np.array([leave_distance(zone, margin_m) for zone in zones], np.float64)
    reach_m = max(margin_m, *leave.tolist(), 0.0)
    shapes = [(number, shape) for number, zone in enumerate(zones) for shape in zone.shapes]
    edges = [shape_edges(shape) for _, shape in shapes]
    widths = [shape_width(shape) for _, shape in shapes]
    reach = [width + reach_m + 1e-6 for width in widths]
    boxes = np.array([box(e, r) for e, r in zip(edges, reach, strict=True)]).reshape(-1, 4)
    origin, cell_m, grid = grid_of(boxes)
    begin, listed = cells_of(boxes, origin, cell_m, grid)
    return CompiledZones(
        edges=np.concatenate(edges) if edges else np.empty((0, 4)),
        shape_edges=np.cumsum([0, *(len(e) for e in edges)]).astype(np.int64),
        shape_kind=np.array([kind_of(s) for _, s in shapes], np.int64),
        shape_width=np.array(widths, np.float64),
        shape_zone=np.array([number for number, _ in shapes], np.int64),
        zone_floors=np.array([floor_bits(z.floors) for z in zones], np.int64),
        zone_z=np.array([z_range(z) for z in zones], np.float64).reshape(-1, 2),
        zone_is_area=np.array([isinstance(z, Area) for z in zones], np.bool_),
        zone_m2=np.array([sum(map(surface_m2, z.shapes)) for z in zones], np.float64),
        zone_enter_m=np.array([zone.enter_depth_m for zone in zones], np.float64),
        zone_leave_m=leave,
        reach_m=reach_m,
        origin=origin,
        cell_m=cell_m,
        grid=grid,
        cell_begin=begin,
        cell_shapes=listed,
    )


def kind_of(shape: Shape) -> int:
    """POLYGON or BUFFER."""
    return BUFFER if isinstance(shape, Circle | Corridor) else POLYGON


def shape_width(shape: Shape) -> float:
    """Half width of a buffer, margin of a polygon (m)."""
    if isinstance(shape, Circle):
        return shape.radius_m
    return shape.margin_m if isinstance(shape, Polygon) else shape.half_width_m


def leave_distance(zone: Zone, usual_m: float) -> float:
    """How far outside (m) a tag may be without leaving the zone."""
    return usual_m if zone.leave_distance_m is None else zone.leave_distance_m


def shape_edges(shape: Shape) -> Floats:
    """(E, 4) edges of a polygon's rings, or the line of a buffer."""
    if isinstance(shape, Circle):
        return np.array([[shape.x, shape.y, shape.x, shape.y]], np.float64)
    if isinstance(shape, Corridor):
        ends = shape.points[1:] or shape.points
        return np.array([[*a, *b] for a, b in zip(shape.points, ends, strict=False)], np.float64)
    rings = (shape.outer, *shape.holes)
    return np.array([[*a, *b] for ring in rings for a, b in segments(ring)], np.float64)


def box(edges: Floats, reach: float) -> tuple[float, float, float, float]:
    """x1 y1 x2 y2 around edges, grown by `reach`."""
    x, y = edges[:, [0, 2]], edges[:, [1, 3]]
    return x.min() - reach, y.min() - reach, x.max() + reach, y.max() + reach


def floor_bits(floors: frozenset[int] | None) -> int:
    """One bit a floor."""
    if floors is None:
        return EVERY_FLOOR
    return sum(1 << (floor - LOWEST_FLOOR) for floor in floors)


def z_range(zone: Zone) -> tuple[float, float]:
    """Lowest and highest z (m) of the zone."""
    low = -math.inf if zone.z_min_m is None else zone.z_min_m
    return low, math.inf if zone.z_max_m is None else zone.z_max_m


def grid_of(boxes: Floats) -> tuple[Floats, float, Ints]:
    """Origin, cell size and columns x rows that cover all boxes with at most CELLS_MAX cells."""
    if len(boxes) == 0:
        return np.zeros(2), CELL_M, np.zeros(2, np.int64)
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    cell = max(CELL_M, math.sqrt(float(np.prod(high - low)) / (CELLS_MAX / 2)))
    grid = np.floor((high - low) / cell).astype(np.int64) + 1
    return low, cell, grid


def cells_of(boxes: Floats, origin: Floats, cell_m: float, grid: Ints) -> tuple[Ints, Ints]:
    """For each cell the shapes whose box touches it, as one list with beginnings."""
    lists: list[list[int]] = [[] for _ in range(int(np.prod(grid)))]
    for number, (x1, y1, x2, y2) in enumerate(boxes):
        columns = range(int((x1 - origin[0]) // cell_m), int((x2 - origin[0]) // cell_m) + 1)
        rows = range(int((y1 - origin[1]) // cell_m), int((y2 - origin[1]) // cell_m) + 1)
        for row in rows:
            for column in columns:
                lists[row * int(grid[0]) + column].append(number)
    begin = np.cumsum([0, *map(len, lists)]).astype(np.int64)
    return begin, np.array([n for one in lists for n in one], np.int64)
