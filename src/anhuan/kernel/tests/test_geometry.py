"""Shapes in plant metres."""

import pytest

from anhuan.kernel.geometry import geometry_blockers, inside_ring, map_coordinates, ring_area_m2

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]


@pytest.mark.parametrize(("x", "y", "inside"), [(5, 5, True), (9.99, 5, True), (10.01, 5, False)])
def test_inside_ring(x, y, inside):
    assert inside_ring(x, y, SQUARE) is inside


def test_area_of_a_square():
    assert ring_area_m2(SQUARE) == 100


def test_coordinates_are_converted_at_any_depth():
    polygon = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    moved = map_coordinates(polygon, lambda x, y: (x + 1, y + 2))
    assert moved["coordinates"][0][2] == [2, 3]


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}, None),
        ({"type": "Point", "coordinates": [3, 4]}, None),
        ({"type": "LineString", "coordinates": [[0, 0], [5, 5]]}, None),
        (None, "geometry_shape"),
        ({"type": "Circle"}, "geometry_shape"),
        ({"type": "Polygon", "coordinates": []}, "geometry_coordinates"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]}, "geometry_coordinates"),
        ({"type": "LineString", "coordinates": [[0, 0]]}, "geometry_coordinates"),
        ({"type": "Point", "coordinates": ["a", 4]}, "geometry_coordinates"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [5, 0], [9, 0], [0, 0]]]}, "geometry_empty"),
    ],
)
def test_a_bad_shape_says_what_is_wrong(geometry, code):
    assert [b.code for b in geometry_blockers(geometry)] == ([code] if code else [])
