"""The array twin of zone membership answers as the plain Python definition does."""

import math

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.engine.core.config import Area, Circle, Corridor, Fence, Polygon
from anhuan.engine.core.fences import compile_zones
from anhuan.engine.core.fences.membership import NEAR_MAX, locate
from anhuan.engine.core.fences.shapes import signed_distance_m, zone_distance_m
from anhuan.kernel.ids import uuid_of

GRID = st.integers(0, 12).map(lambda k: k * 5.0)
POINT = st.tuples(GRID, GRID)
WIDTH = st.sampled_from([5.0, 7.5, 10.0])


def a_ring(points):
    hull = shapely.MultiPoint(points).convex_hull
    return tuple(hull.exterior.coords)[:-1] if hull.geom_type == "Polygon" else None


RING = st.lists(POINT, min_size=3, max_size=6, unique=True).map(a_ring).filter(bool)
CONCAVE = st.lists(POINT, min_size=4, max_size=7, unique=True).filter(
    lambda p: shapely.Polygon(p).is_valid and shapely.Polygon(p).area > 0
)
SHAPE = st.one_of(
    st.builds(Circle, GRID, GRID, WIDTH),
    st.builds(Corridor, st.lists(POINT, min_size=1, max_size=4).map(tuple), WIDTH),
    st.builds(Polygon, RING),
    st.builds(Polygon, CONCAVE.map(tuple)),
    st.builds(Polygon, RING, st.tuples(RING)),
)
FLOORS = st.one_of(st.none(), st.frozensets(st.sampled_from([-1, 1, 2]), min_size=1))
HEIGHT = st.sampled_from([None, 0.0, 5.0])
ZONE = st.builds(
    lambda kind, shapes, floors, low, high: kind(
        uuid_of("zone"), tuple(shapes), floors=floors, z_min_m=low, z_max_m=high
    ),
    st.sampled_from([Area, Fence]), st.lists(SHAPE, min_size=1, max_size=2), FLOORS, HEIGHT, HEIGHT,
)  # fmt: skip
WHERE = st.tuples(POINT, st.sampled_from([0.0, 1.0, 5.0]), st.sampled_from([-1, 1, 2, 3]))


def compiled_depths(zones, points, margin_m):
    """{(point, zone): depth} and the area of each point, by the arrays."""
    x, y = np.array([p[0][0] for p in points]), np.array([p[0][1] for p in points])
    z = np.array([p[1] for p in points])
    floor = np.array([p[2] for p in points], np.int64)
    size = NEAR_MAX * len(points)
    point, zone = np.empty(size, np.int64), np.empty(size, np.int64)
    depth, area = np.empty(size), np.empty(len(points), np.int64)
    n = locate(compile_zones(zones, margin_m), x, y, z, floor, margin_m, point, zone, depth, area)
    pairs = zip(point[:n].tolist(), zone[:n].tolist(), depth[:n].tolist(), strict=True)
    return {(p, k): d for p, k, d in pairs}, area.tolist()


@settings(deadline=None, max_examples=200)
@given(st.lists(ZONE, max_size=4), st.lists(WHERE, min_size=1, max_size=8))
def test_arrays_agree_with_the_definition(zones, points):
    found, _ = compiled_depths(zones, points, 0.5)
    for i, ((x, y), z, floor) in enumerate(points):
        for k, zone in enumerate(zones):
            expected = zone_distance_m(zone, x, y, z, floor)
            assert ((i, k) in found) == (expected >= -0.5)
            if (i, k) in found:
                assert math.isclose(found[i, k], expected, abs_tol=1e-9)
                assert (found[i, k] >= 0) == (expected >= 0)


@settings(deadline=None, max_examples=100)
@given(st.lists(ZONE, max_size=5), st.lists(WHERE, min_size=1, max_size=4))
def test_the_area_is_the_smallest_one_that_holds_the_point(zones, points):
    from anhuan.engine.core.fences.shapes import surface_m2

    _, area = compiled_depths(zones, points, 0.5)
    for i, ((x, y), z, floor) in enumerate(points):
        holding = [
            sum(map(surface_m2, zone.shapes))
            for zone in zones
            if isinstance(zone, Area) and zone_distance_m(zone, x, y, z, floor) >= 0
        ]
        if not holding:
            assert area[i] == -1
        else:
            assert math.isclose(sum(map(surface_m2, zones[area[i]].shapes)), min(holding))


@settings(deadline=None, max_examples=200)
@given(CONCAVE, POINT)
def test_the_definition_agrees_with_shapely(ring, point):
    distance = signed_distance_m(Polygon(tuple(ring)), *point)
    polygon = shapely.Polygon(ring)
    assert math.isclose(
        abs(distance), polygon.exterior.distance(shapely.Point(point)), abs_tol=1e-9
    )
    assert (distance >= 0) == polygon.covers(shapely.Point(point))
