"""What may be drawn."""

import pytest

from anhuan.domains.plant import rules
from anhuan.domains.plant.tests.factories import box

BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [20, 10], [20, 0], [0, 30], [0, 0]]]}


def codes(blockers) -> list[str]:
    return [blocker.code for blocker in blockers]


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (box(), None),
        (box(-300, -300, 20), None),
        (box(-301, 0, 20), "geometry_off_site"),
        (box(680, 280, 20), None),
        (box(681, 280, 20), "geometry_off_site"),
        (BOW_TIE, "geometry_crosses"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2], [0, 0]]]}, "geometry_empty"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, "geometry_coordinates"),
        ({"type": "Blob"}, "geometry_shape"),
        (None, "geometry_shape"),
        ({"type": "Point", "coordinates": [5, 5], "radius_m": 3}, None),
        ({"type": "LineString", "coordinates": [[0, 0], [5, 5]]}, None),
        (
            {"type": "LineString", "coordinates": [[0, 0], [float("nan"), 5]]},
            "geometry_coordinates",
        ),
    ],
)
def test_drawings(geometry, code):
    assert codes(rules.drawing_blockers(geometry, 400, 300)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("most", "least", "code"),
    [
        (9, None, None),
        (9, 9, None),
        (9, 10, "min_above_max"),
        (1, None, None),
        (0, None, "max_zero"),
        (None, 2, None),
    ],
)
def test_limits_of_an_area(most, least, code):
    found = codes(rules.area_blockers(box(), most, least, 400, 300))
    assert found == ([code] if code else [])


def test_an_area_is_a_polygon():
    point = {"type": "Point", "coordinates": [5, 5]}
    assert codes(rules.area_blockers(point, None, None, 400, 300)) == ["area_not_polygon"]


@pytest.mark.parametrize(
    ("floors", "code"),
    [
        ([], None),
        ([{"floor": 1, "z_m": 0}, {"floor": 2, "z_m": 4.5}], None),
        ([{"floor": 1, "z_m": 0}, {"floor": 1, "z_m": 4.5}], "floor_twice"),
        ([{"floor": 1, "z_m": 5}, {"floor": 2, "z_m": 4.5}], "floor_order"),
        ([{"floor": -1, "z_m": -4}, {"floor": 1, "z_m": 0}, {"floor": 10, "z_m": 40}], None),
        ("1F", "floors_shape"),
    ],
)
def test_floors(floors, code):
    assert codes(rules.floor_blockers(floors)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("lon", "lat", "width", "depth", "code"),
    [
        (117.5, 38.3, 400, 300, None),
        (217.5, 38.3, 400, 300, "site_place"),
        (117.5, 86, 400, 300, "site_place"),
        (117.5, 38.3, 9.9, 300, "site_size"),
        (117.5, 38.3, 10, 20_000, None),
        (117.5, 38.3, 10, 20_001, "site_size"),
    ],
)
def test_a_site_is_somewhere_and_has_a_size(lon, lat, width, depth, code):
    assert codes(rules.site_blockers(lon, lat, width, depth)) == ([code] if code else [])
