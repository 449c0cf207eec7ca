"""The rules of the hub: coordinates, locating rules, fence events with their four patiences."""

from math import inf
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.domains.omlox.rules import bodies, places
from anhuan.domains.omlox.rules.collisions import Body, CollisionWatch
from anhuan.domains.omlox.rules.fence_events import FenceWatch, Spot, watched
from anhuan.domains.omlox.rules.locating import expression_problem, most_significant, parse
from anhuan.kernel.errors import Refused

FENCE, TAG = UUID(int=1), UUID(int=2)


def beyond(x, y, floor):
    """A fence that is everything west of x = 0, on the ground."""
    return max(x, 0.0) if floor == 1 else inf


def a_watch(**attributes):
    watch = FenceWatch((watched(FENCE, beyond, attributes),))
    watch.settle([Spot(TAG, 0, -1, 0, 1)])
    return watch


def at(t_ms, x, floor=1):
    return Spot(TAG, t_ms, x, 0.0, floor)


def kinds(crossings):
    return [one.kind for one in crossings]


# --- fences ------------------------------------------------------------------------------------


def test_one_goes_in_and_out_at_the_edge():
    watch = FenceWatch((watched(FENCE, beyond, {}),))
    assert kinds(watch.move(at(1, 0.1))) == []
    assert kinds(watch.move(at(2, 0.0))) == ["region_entry"]
    assert kinds(watch.move(at(3, -5.0))) == []
    (left,) = watch.move(at(4, 0.1))
    assert (left.kind, left.entered_ms, left.left_ms) == ("region_exit", 2, 4)


def test_another_floor_is_outside():
    assert kinds(a_watch().move(at(1, -1, floor=2))) == ["region_exit"]


@pytest.mark.parametrize(("x", "expected"), [(2.0, []), (2.01, ["region_exit"])])
def test_within_the_tolerance_one_stays_in(x, expected):
    watch = a_watch(exit_tolerance=2, tolerance_timeout=5000)
    assert kinds(watch.move(at(1, x))) == expected


@pytest.mark.parametrize(("t_ms", "expected"), [(5999, []), (6000, ["region_exit"])])
def test_the_tolerance_ends_with_its_timeout(t_ms, expected):
    watch = a_watch(exit_tolerance=2, tolerance_timeout=5000)
    assert kinds(watch.move(at(1000, 1.5))) == []
    assert kinds(watch.move(at(t_ms, 1.5))) == expected


@pytest.mark.parametrize(("t_ms", "expected"), [(1299, []), (1300, ["region_exit"])])
def test_an_exit_waits_for_its_delay_by_position_or_by_time(t_ms, expected):
    for step in (lambda w: w.move(at(t_ms, 9.0)), lambda w: w.tick(t_ms)):
        watch = a_watch(exit_delay=300)
        assert kinds(watch.move(at(1000, 9.0))) == []
        assert kinds(step(watch)) == expected


def test_who_comes_back_within_the_delay_never_left():
    watch = a_watch(exit_delay=300)
    assert kinds(watch.move(at(1000, 9.0))) == []
    assert kinds(watch.move(at(1299, -1.0))) == []
    assert kinds(watch.tick(99_000)) == []


@pytest.mark.parametrize(("now_ms", "expected"), [(4999, []), (5000, ["region_exit"])])
def test_silence_longer_than_the_timeout_is_an_exit(now_ms, expected):
    assert kinds(a_watch(timeout=5000).tick(now_ms)) == expected


@pytest.mark.parametrize("attributes", [{}, {"timeout": -1}, {"timeout": None}])
def test_without_a_timeout_silence_is_none(attributes):
    assert kinds(a_watch(**attributes).tick(10**12)) == []


def test_an_endless_delay_keeps_one_inside():
    watch = a_watch(exit_delay=-1)
    assert kinds(watch.move(at(1000, 9.0))) == kinds(watch.tick(10**12)) == []


def test_a_late_position_changes_nothing():
    watch = a_watch()
    assert kinds(watch.move(at(10, -1))) == []
    assert kinds(watch.move(at(9, 9.0))) == []


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), max_size=40))
def test_entries_and_exits_take_turns(steps):
    watch, told = FenceWatch((watched(FENCE, beyond, {"exit_tolerance": 1, "exit_delay": 2}),)), []
    for t_ms, (x, ticks) in enumerate(steps):
        told += kinds(watch.move(at(t_ms, float(x))))
        told += kinds(watch.tick(t_ms)) if ticks else []
    turns = ["region_entry", "region_exit"] * len(told)
    assert told == turns[: len(told)]
    assert (TAG in watch.inside(FENCE)) == (len(told) % 2 == 1)


@given(st.lists(st.tuples(st.integers(-2, 3), st.integers(-2, 3)), max_size=30))
def test_the_box_of_a_fence_changes_nothing_but_the_work(places_):
    def square(x, y, floor):
        return max(-x, x - 1, -y, y - 1, 0.0)

    attributes = {"exit_tolerance": 1, "tolerance_timeout": 3}
    plain = FenceWatch((watched(FENCE, square, attributes),))
    boxed = FenceWatch((watched(FENCE, square, attributes, (0.0, 0.0, 1.0, 1.0)),))
    for t_ms, (x, y) in enumerate(places_):
        spot = Spot(TAG, t_ms, float(x), float(y), 1)
        assert list(plain.move(spot)) == list(boxed.move(spot))


# --- collisions --------------------------------------------------------------------------------


def test_two_collide_at_the_sum_of_their_radii_and_part_beyond_the_tolerance():
    watch = CollisionWatch()
    still = Body(uuid4(), 0, 0.0, 0.0, 1, 1.0)
    mover = uuid4()

    def move(t_ms, x, floor=1):
        body = Body(mover, t_ms, x, 0.0, floor, 2.0, 0.5)
        return [touch.kind for touch in watch.move(body)]

    assert [*watch.move(still)] == []
    assert move(1, 3.01) == []
    assert move(2, 3.0) == ["collision_start"]
    assert move(3, 3.5) == ["colliding"]
    assert move(4, 3.51) == ["collision_end"]
    assert move(5, 3.5) == []
    assert move(6, 0.0, floor=2) == []


# --- coordinates -------------------------------------------------------------------------------

_metres = st.integers(-500, 500).map(float)


@given(_metres, _metres, st.integers(0, 359), _metres, _metres, st.booleans())
def test_control_points_give_the_frame_back(dx, dy, turn_deg, x, y, two):
    angle = complex(0, 1) ** (turn_deg / 90)
    real = places.LocalFrame(angle.real, -angle.imag, angle.imag, angle.real, dx, dy)
    local = [(0.0, 0.0), (50.0, 0.0), (50.0, 40.0)][: 2 if two else 3]
    found = places.fit(local, [real.to_plant(*one) for one in local])
    assert found is not None
    assert found.to_plant(x, y) == pytest.approx(real.to_plant(x, y), abs=1e-6)
    assert found.to_local(*found.to_plant(x, y)) == pytest.approx((x, y), abs=1e-6)


@pytest.mark.parametrize("floor", [-3, -1, 1, 2, 30])
def test_floors_go_there_and_back(floor):
    assert places.plant_floor(places.omlox_floor(floor)) == floor


def test_the_ground_is_zero_and_a_mezzanine_belongs_to_the_floor_below():
    assert (places.omlox_floor(1), places.plant_floor(0), places.plant_floor(0.5)) == (0, 1, 1)


# --- locating rules ----------------------------------------------------------------------------

FACTS = {"type": "uwb", "accuracy": 1.0, "floor": 0.0, "speed": None, "timestamp_diff": 500.0}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("type = 'uwb' AND accuracy < 5", True),
        ("accuracy < 1", False),
        ("accuracy <= 1", True),
        ("type = 'gps' OR floor = 0 AND accuracy > 9", False),
        ("(type = 'gps' OR floor = 0) AND NOT accuracy > 9", True),
        ("speed < 3", False),
        ("type < 3", False),
        ("source != 'x'", False),
    ],
)
def test_what_an_expression_means(expression, expected):
    assert parse(expression)(FACTS) is expected


@pytest.mark.parametrize(
    "expression", ["", "mood = 1", "type = ", "type 'uwb'", "(type = 'a'", "type = 'a' type", "'a'",
                   "(" * 30 + "floor = 1" + ")" * 30, "accuracy < 5; DROP", 7, None],
)  # fmt: skip
def test_what_is_no_expression(expression):
    assert expression_problem(expression)


@given(st.text(alphabet="()'<>= ANDORNOTtypefloor0123456789", max_size=60))
def test_any_text_is_an_expression_or_a_problem(text):
    if not expression_problem(text):
        assert parse(text)(FACTS) in (True, False)


def test_the_highest_priority_wins_then_the_newest():
    found = [
        FACTS | {"type": "gps", "timestamp_diff": 10.0},
        FACTS,
        FACTS | {"timestamp_diff": 900.0},
    ]
    rules = [
        {"expression": "type = 'uwb'", "priority": 5},
        {"expression": "floor = 0", "priority": 1},
    ]
    assert most_significant(rules, found, lambda facts: facts) is found[1]
    assert most_significant([], found, lambda facts: facts) is found[0]


# --- bodies ------------------------------------------------------------------------------------

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)
_names = st.sampled_from([
    "id", "type", "position", "coordinates", "region", "crs", "zone_id", "provider_id", "source",
    "provider_type", "timestamp_generated", "floor", "accuracy", "radius", "locating_rules", "name",
    "ground_control_points", "properties", "geometry", "location_providers", "sensors",
])  # fmt: skip
_shape = st.fixed_dictionaries(
    {"type": st.sampled_from(["Point", "Polygon"]), "coordinates": _json}
)
_body = st.dictionaries(_names, _json | _shape | st.sampled_from(["uwb", "local", "omlox"]))


@pytest.mark.parametrize(
    "read",
    [bodies.read_location, bodies.read_proximity, bodies.read_zone, bodies.read_fence,
     bodies.read_provider, bodies.read_trackable],
)  # fmt: skip
@given(body=_body | _json)
def test_any_body_is_read_or_refused_with_all_its_reasons(read, body):
    try:
        read(body)
    except Refused as refused:
        assert all(blocker.text and blocker.code for blocker in refused.blockers)
