"""Which zones hold a point, and how deep: the array twin of `shapes.zone_distance_m`."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.fences.compiled import BUFFER, LOWEST_FLOOR, CompiledZones
from anhuan.engine.core.jit import jit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEAR_MAX = 64  # zones around one point; more are not looked at


@jit
def edge_distance2(edges: Floats, e: int, x: float, y: float) -> float:
    """Squared distance (m²) from (x, y) to edge e."""
    ax, ay = edges[e, 0], edges[e, 1]
    dx, dy = edges[e, 2] - ax, edges[e, 3] - ay
    length2 = dx * dx + dy * dy
    along = 0.0
    if length2 > 0.0:
        along = min(max(((x - ax) * dx + (y - ay) * dy) / length2, 0.0), 1.0)
    px, py = x - ax - along * dx, y - ay - along * dy
    return float(px * px + py * py)


@jit
def shape_distance(zones: CompiledZones, shape: int, x: float, y: float) -> float:
    """Signed distance (m) to the edge of one shape, positive inside."""
    nearest, odd = math.inf, False
    for e in range(zones.shape_edges[shape], zones.shape_edges[shape + 1]):
        nearest = min(nearest, edge_distance2(zones.edges, e, x, y))
        y1, y2 = zones.edges[e, 1], zones.edges[e, 3]
        if (y1 > y) != (y2 > y):
            x1, x2 = zones.edges[e, 0], zones.edges[e, 2]
            if x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    distance = math.sqrt(nearest)
    if zones.shape_kind[shape] == BUFFER:
        return float(zones.shape_width[shape] - distance)
    return float(zones.shape_width[shape] + (distance if odd else -distance))


@jit
def allowed_height(zones: CompiledZones, zone: int, z: float, floor: int) -> bool:
    """Is this floor and height one of the zone's?"""
    bit = floor - LOWEST_FLOOR
    bits = zones.zone_floors[zone]
    if bits != -1 and (bit < 0 or bit > 62 or not (bits >> bit) & 1):
        return False
    return bool(zones.zone_z[zone, 0] <= z <= zones.zone_z[zone, 1])


@jit
def zones_near(
    zones: CompiledZones, x: float, y: float, z: float, floor: int, margin_m: float,
    near: Ints, depth: Floats,
) -> int:  # fmt: skip
    """Fill `near` with the zones whose signed distance is at least -margin_m, `depth` with it.

    Returns how many, rising by zone number, at most NEAR_MAX.
    """
    column = math.floor((x - zones.origin[0]) / zones.cell_m)
    row = math.floor((y - zones.origin[1]) / zones.cell_m)
    if column < 0 or row < 0 or column >= zones.grid[0] or row >= zones.grid[1]:
        return 0
    cell = row * zones.grid[0] + column
    n = 0
    for k in range(zones.cell_begin[cell], zones.cell_begin[cell + 1]):
        shape = zones.cell_shapes[k]
        zone = zones.shape_zone[shape]
        if not allowed_height(zones, zone, z, floor):
            continue
        d = shape_distance(zones, shape, x, y)
        if d < -margin_m:
            continue
        if n > 0 and near[n - 1] == zone:
            depth[n - 1] = max(depth[n - 1], d)
        elif n < NEAR_MAX:
            near[n], depth[n] = zone, d
            n += 1
    return n


@jit
def smallest_area(zones: CompiledZones, near: Ints, depth: Floats, n: int) -> int:
    """The smallest area among n zones that hold the point, -1 for none."""
    best, size = -1, math.inf
    for k in range(n):
        zone = near[k]
        if depth[k] >= 0.0 and zones.zone_is_area[zone] and zones.zone_m2[zone] < size:
            best, size = zone, zones.zone_m2[zone]
    return best


@jit
def locate(
    zones: CompiledZones, x: Floats, y: Floats, z: Floats, floor: Ints, margin_m: float,
    pair_point: Ints, pair_zone: Ints, pair_depth: Floats, area: Ints,
) -> int:  # fmt: skip
    """Membership of N points: (point, zone, signed distance) triples, and each one's area.

    The pair arrays need room for what is near; at most NEAR_MAX a point. Returns the number.
    """
    near, depth = np.empty(NEAR_MAX, np.int64), np.empty(NEAR_MAX)
    n = 0
    for i in range(len(x)):
        count = zones_near(zones, x[i], y[i], z[i], floor[i], margin_m, near, depth)
        area[i] = smallest_area(zones, near, depth, count)
        for k in range(count):
            pair_point[n], pair_zone[n], pair_depth[n] = i, near[k], depth[k]
            n += 1
    return n
