"""Where, when and for whom a fence holds; and which fences cannot be saved."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from anhuan.domains.positioning.rules import fences as rules

PLANT = ZoneInfo("Asia/Shanghai")
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]]}
HOLED = {
    "type": "Polygon",
    "coordinates": [*SQUARE["coordinates"], [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]],
}
LINE = {"type": "LineString", "coordinates": [[0, 0], [10, 0]]}
SPOT = {"type": "Point", "coordinates": [0, 0]}


@pytest.mark.clause("AQL-025")
@pytest.mark.parametrize(
    ("geometry", "radius", "x", "y", "inside"),
    [
        (SQUARE, None, 5, 5, True),
        (SQUARE, None, 10.1, 5, False),
        (SQUARE, 2, 12, 5, True),
        (SQUARE, 2, 12.1, 5, False),
        (HOLED, None, 5, 5, False),
        (HOLED, None, 3, 3, True),
        (HOLED, 1, 5, 5, True),
        (SPOT, 15, 15, 0, True),
        (SPOT, 15, 15.1, 0, False),
        (LINE, 3, 5, 3, True),
        (LINE, 3, 5, 3.1, False),
        (LINE, 3, 13, 0, True),
    ],
)
def test_where(geometry, radius, x, y, inside):
    assert rules.contains(geometry, radius, x, y) is inside


@given(st.integers(-4, 14), st.integers(-4, 14), st.sampled_from([None, 1, 3]))
def test_where_agrees_with_shapely_off_the_edge(x, y, radius):
    point = (x + 0.5, y + 0.25)
    truth = shape(HOLED).buffer(radius or 0, quad_segs=64)
    if abs(truth.exterior.distance(Point(point))) > 0.01:
        assert rules.contains(HOLED, radius, *point) is truth.contains(Point(point))


@pytest.mark.clause("AQL-027")
@pytest.mark.parametrize(
    ("floors", "floor", "inside"),
    [
        ([2], 2, True),
        ([2], 1, False),
        ([2, 3], 3, True),
        (None, 7, True),
        ([], 7, True),
    ],
)
def test_floors(floors, floor, inside):
    assert rules.is_inside(SQUARE, None, floors, 5, 5, floor) is inside


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=PLANT)


WORKDAYS = [{"days": [1, 2, 3, 4, 5], "from": "08:00", "to": "18:00"}]
NIGHTS = [{"days": [5], "from": "20:00", "to": "06:00"}]


@pytest.mark.clause("POS-008", "POS-093")
@pytest.mark.parametrize(
    ("schedule", "moment", "holds"),
    [
        ([], "2026-11-22 03:00", True),
        (WORKDAYS, "2026-11-20 07:59:59", False),  # a Friday
        (WORKDAYS, "2026-11-20 08:00:00", True),
        (WORKDAYS, "2026-11-20 17:59:59", True),
        (WORKDAYS, "2026-11-20 18:00:00", False),
        (WORKDAYS, "2026-11-21 12:00:00", False),  # a Saturday
        (NIGHTS, "2026-11-20 20:00:00", True),
        (NIGHTS, "2026-11-21 05:59:59", True),  # still Friday's night
        (NIGHTS, "2026-11-21 06:00:00", False),
        (NIGHTS, "2026-11-21 20:00:00", False),
        (NIGHTS, "2026-11-20 05:00:00", False),
        ([{"from": "00:00", "to": "24:00"}], "2026-11-22 23:59:59", True),
    ],
)
def test_weekly_schedule_in_plant_time(schedule, moment, holds):
    moment_utc = at(moment).astimezone(UTC)
    assert rules.holds_at(schedule, None, None, moment_utc, PLANT) is holds


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        ("2026-11-20 07:59", False),
        ("2026-11-20 08:00", True),
        ("2026-11-21 07:59", True),
        ("2026-11-21 08:00", False),
    ],
)
def test_validity(moment, holds):
    since, until = at("2026-11-20 08:00"), at("2026-11-21 08:00")
    assert rules.holds_at([], since, until, at(moment), PLANT) is holds


DEPT, POST, PERSON = UUID(int=1), UUID(int=2), UUID(int=3)
WORKER = rules.Subject(PERSON, frozenset({"staff", "employee"}), frozenset({DEPT}), POST)


@pytest.mark.clause("AQL-026", "POS-060")
@pytest.mark.parametrize(
    ("access", "admitted"),
    [
        ({}, False),
        ({"kinds": {"staff"}}, True),
        ({"kinds": {"employee"}}, True),
        ({"kinds": {"contractor"}}, False),
        ({"departments": {DEPT}}, True),
        ({"departments": {UUID(int=9)}}, False),
        ({"posts": {POST}}, True),
        ({"people": {PERSON}}, True),
        ({"kinds": {"contractor"}, "people": {PERSON}}, True),
    ],
)
def test_who(access, admitted):
    sets = {name: frozenset(values) for name, values in access.items()}
    assert rules.Access(**sets).admits(WORKER) is admitted


def codes(**changes):
    plain = {"purpose": "restricted", "has_area": False, "geometry": SQUARE}
    return [b.code for b in rules.fence_blockers(rules.Proposed(**{**plain, **changes}))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"geometry": None}, ["fence_shape"]),
        ({"geometry": None, "has_area": True}, []),
        (
            {"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}},
            ["geometry_coordinates"],
        ),
        ({"geometry": {"type": "Blob"}}, ["geometry_shape"]),
        ({"geometry": SPOT}, ["fence_radius"]),
        ({"geometry": SPOT, "radius_m": 15}, []),
        ({"geometry": SPOT, "radius_m": 2000.5}, ["fence_radius_limit"]),
        ({"geometry": LINE}, []),
        ({"purpose": "capacity"}, ["fence_max_people_missing"]),
        ({"purpose": "capacity", "max_people": 0}, ["fence_max_people_missing"]),
        ({"purpose": "capacity", "max_people": 9}, []),
        ({"purpose": "minimum"}, ["fence_min_people_missing"]),
        ({"purpose": "minimum", "min_people": 2, "max_people": 2}, []),
        ({"purpose": "minimum", "min_people": 3, "max_people": 2}, ["fence_min_over_max"]),
        ({"purpose": "stillness"}, ["fence_limit_s_missing"]),
        ({"purpose": "stay", "limit_s": 60}, []),
        ({"allowed_kinds": ["robot"]}, ["fence_kinds"]),
        ({"schedule": [{"from": "8:00", "to": "18:00"}]}, ["fence_schedule"]),
        ({"schedule": [{"days": [0], "from": "08:00", "to": "18:00"}]}, ["fence_schedule"]),
        ({"schedule": [{"from": "08:00", "to": "25:00"}]}, ["fence_schedule"]),
        ({"schedule": ["x"]}, ["fence_schedule"]),
        ({"schedule": 5}, ["fence_schedule"]),
        (
            {"valid_from": at("2026-11-20 08:00"), "valid_until": at("2026-11-20 08:00")},
            ["fence_validity"],
        ),
        ({"geometry": None, "purpose": "stay"}, ["fence_shape", "fence_limit_s_missing"]),
    ],
)
def test_bad_fences(changes, expected):
    assert codes(**changes) == expected
