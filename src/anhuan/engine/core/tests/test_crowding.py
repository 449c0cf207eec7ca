"""Gatherings: POS-003, POS-004, AQL-035, AQL-106, AQL-107. Limits are literals from the texts."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.engine.core import crowding
from anhuan.engine.core.config import CrowdingSettings
from anhuan.engine.core.cover import best_circle, find_circles
from anhuan.engine.core.decisions import Grade, Phase
from anhuan.engine.core.tests.plants import (
    START_MS,
    decisions,
    make_area,
    make_engine,
    make_tags,
    play,
    uid,
)

DEFAULT = CrowdingSettings()


def cover_by_definition(points, radius):
    """Most points in a circle: try every circle through two points, and every point alone."""
    best = 1
    for (ax, ay), (bx, by) in combinations(points, 2):
        d = math.hypot(bx - ax, by - ay)
        if d > 2 * radius + 1e-9:
            continue
        if d == 0:
            centres = [(ax + radius, ay)]
        else:
            h = math.sqrt(max(radius**2 - d * d / 4, 0))
            mx, my, nx, ny = (ax + bx) / 2, (ay + by) / 2, (ay - by) / d, (bx - ax) / d
            centres = [(mx + s * h * nx, my + s * h * ny) for s in (1, -1)]
        for cx, cy in centres:
            count = sum(math.hypot(x - cx, y - cy) <= radius + 1e-6 for x, y in points)
            best = max(best, count)
    return best


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.tuples(*[st.integers(0, 12).map(lambda k: k * 5)] * 2), min_size=2, max_size=12),
    st.sampled_from([5.0, 7.5, 15.0]),
)
def test_the_sweep_finds_the_largest_circle(points, radius):
    x, y = np.array(points, float).T.copy()
    count, cx, cy = best_circle(x, y, radius)
    assert count == cover_by_definition(points, radius)
    assert np.sum(np.hypot(x - cx, y - cy) <= radius + 1e-5) >= count


def greedy_by_definition(points, radius, fewest):
    """Sizes of the circles when the largest is always taken next."""
    left, sizes = np.array(points, float), []
    while len(left) and (count := cover_by_definition(left.tolist(), radius)) >= fewest:
        sizes.append(count)
        circle, _ = find_circles(left[:, 0].copy(), left[:, 1].copy(), radius, fewest)
        left = left[circle != 0]
    return sizes


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(*[st.integers(0, 20).map(lambda k: k * 5)] * 2), min_size=1, max_size=25))
def test_circles_are_taken_largest_first(points):
    x, y = np.array(points, float).T.copy()
    circle, centres = find_circles(x, y, 15.0, 3)
    sizes = np.bincount(circle[circle >= 0], minlength=len(centres)).tolist()
    assert sizes == greedy_by_definition(points, 15.0, 3)
    for number, (cx, cy) in enumerate(centres):
        assert np.hypot(x - cx, y - cy)[circle == number].max() <= 15.0 + 1e-5


def standing(count, spacing=2.0):
    """`count` people in a row, well within 15 m."""
    return lambda t_ms: {k: (10 + spacing * k, 10) for k in range(count)}


def grades(outputs):
    return [(d.phase, d.grade) for d in decisions(outputs, "crowding")]


@pytest.mark.clause("POS-004", "AQL-035")
@pytest.mark.parametrize(
    ("count", "grade"),
    [(2, None), (3, Grade.YELLOW), (4, Grade.ORANGE), (6, Grade.ORANGE), (7, Grade.RED)],
)
def test_the_colour_by_the_number_of_people(count, grade):
    told = grades(play(make_engine(8), standing(count), 65_000, every_ms=1000))
    assert told == ([] if grade is None else [(Phase.RAISED, grade)])


@pytest.mark.clause("POS-003")
@pytest.mark.parametrize(("lasts_s", "told"), [(59, 0), (60, 0), (61, 1)])
def test_only_what_lasts_longer_than_a_minute_is_told(lasts_s, told):
    state, found = crowding.CrowdingState(), []
    tags = [str(t.id) for t in make_tags(3)]
    for now in range(0, 90_000, 1000):
        x = np.arange(3) * (2.0 if now <= lasts_s * 1000 else 60.0)
        found += crowding.step(state, tags, x, np.zeros(3), np.ones(3, int), now, DEFAULT)
    assert len([d for d in found if d.phase is Phase.RAISED]) == told


@pytest.mark.clause("POS-003")
def test_the_engine_tells_it_within_five_seconds_of_the_minute():
    (told,) = decisions(play(make_engine(3), standing(3), 70_000, every_ms=1000), "crowding")
    assert 60_000 < told.at_ms - told.onset_ms <= 65_000
    assert told.onset_ms - START_MS <= 1_000


@pytest.mark.clause("POS-003")
@pytest.mark.parametrize(("radius", "told"), [(14.9, 1), (15.1, 0)])
def test_only_within_fifteen_metres(radius, told):
    corners = {
        k: (100 + radius * math.cos(a), 100 + radius * math.sin(a))
        for k, a in enumerate((0.0, 2 * math.pi / 3, 4 * math.pi / 3))
    }
    outputs = play(make_engine(3), lambda t: corners, 65_000, every_ms=1000)
    assert len(decisions(outputs, "crowding")) == told


@pytest.mark.clause("POS-003")
def test_nobody_need_stand_in_the_middle():
    """Four on the rim of a 15 m circle: counting round any person finds 3."""
    rim = {k: (50 + 14.9 * math.cos(a), 50 + 14.9 * math.sin(a)) for k, a in
           enumerate((0.0, math.pi / 2, math.pi, 3 * math.pi / 2))}  # fmt: skip
    (told,) = decisions(play(make_engine(4), lambda t: rim, 65_000, every_ms=1000), "crowding")
    assert told.grade is Grade.ORANGE
    assert len(told.members) == 4
    assert math.hypot(told.x - 50, told.y - 50) < 0.5
    assert 14.5 < told.radius_m <= 15.0


def test_other_floors_do_not_count():
    state = crowding.CrowdingState()
    tags = [str(t.id) for t in make_tags(4)]
    x, y = np.array([0.0, 1, 2, 3]), np.zeros(4)
    for now in range(0, 70_000, 1000):
        told = crowding.step(state, tags, x, y, np.array([1, 1, 2, 2]), now, DEFAULT)
        assert told == []


def test_a_gathering_is_one_thing_while_it_grows_moves_and_shrinks():
    def script(t_ms):
        s = t_ms / 1000
        count = 3 if s < 70 else 4 if s < 90 else 7 if s < 120 else 3
        shift = max(0.0, s - 60) * 0.8
        return {k: (10 + k + shift, 10) for k in range(count)} | {
            k: (300 + 40 * k, 300) for k in range(count, 7)
        }

    told = decisions(play(make_engine(7), script, 140_000, every_ms=1000), "crowding")
    assert len({d.id for d in told}) == 1
    colours = [d.grade for d in told]
    changes = [g for k, g in enumerate(colours) if k == 0 or g != colours[k - 1]]
    assert changes == [Grade.YELLOW, Grade.ORANGE, Grade.RED, Grade.YELLOW]
    assert told[0].phase is Phase.RAISED
    assert {d.phase for d in told[1:]} == {Phase.CHANGED}
    assert told[0].inputs["count"] == 3
    assert told[0].inputs["lasted_ms"] > 60_000


def stepped(script, seconds):
    """What is told of people at `script(s)`, {number: (x, y)}, judged once a second."""
    state, told = crowding.CrowdingState(), []
    for s in range(seconds):
        people = script(s)
        tags = [str(uid(k)) for k in people]
        x, y = (np.array(one, float) for one in zip(*people.values(), strict=True))
        floor = np.ones(len(tags), np.int64)
        told += crowding.step(state, tags, x, y, floor, s * 1000, DEFAULT)
    return told


def joined(newcomers_at):
    """Five people all the time; six who were apart stand at x = `newcomers_at(s)`."""

    def script(s):
        there = {k: (10.0 if k < 3 else 15.0, 10.0 + 0.1 * k) for k in range(5)}
        x = newcomers_at(s)
        return there | {k: (x or 300.0 + 40 * k, 10.0 + 0.1 * k) for k in range(5, 11)}

    return stepped(script, 110)


def test_newcomers_who_outnumber_a_gathering_join_it():
    """For two seconds the largest circle holds them and two of the five, not the other three."""
    told = joined(lambda s: None if s < 80 else 42.0 if s < 82 else 18.0)
    assert len({d.id for d in told}) == 1
    assert [d.phase for d in told if d.phase is not Phase.CHANGED] == [Phase.RAISED]
    red = next(d for d in told if d.grade is Grade.RED)
    assert red.at_ms == 82_000 + DEFAULT.grade_steady_ms  # not a minute later


def test_who_has_stood_for_a_minute_is_told_in_time_whoever_joins_meanwhile():
    told = joined(lambda s: None if s < 50 else 42.0 if s < 52 else 18.0)
    assert (told[0].at_ms, told[0].grade) == (61_000, Grade.RED)


def test_of_two_gatherings_that_meet_the_worse_goes_on():
    def script(s):
        fewer = {k: (100.0 if s < 90 else 14.0, 10.0 + k) for k in range(3)}
        more = {k: (10.0 if s >= 10 else 300.0 + 40 * k, 10.0 + k) for k in range(3, 10)}
        return fewer | more

    told = stepped(script, 110)
    (red,) = {d.id for d in told if d.grade is Grade.RED}
    assert [d.id == red for d in told if d.phase is Phase.CLEARED] == [False]


def test_a_passer_by_does_not_change_the_colour():
    def script(t_ms):
        passing = 70_000 <= t_ms < 72_000
        return {0: (10, 10), 1: (11, 10), 2: (12, 10), 3: (13, 10) if passing else (200, 10)}

    told = decisions(play(make_engine(4), script, 90_000, every_ms=1000), "crowding")
    assert {d.grade for d in told} == {Grade.YELLOW}


def test_dispersal_is_told_once_with_the_same_id():
    def script(t_ms):
        return {k: (10 + (2 if t_ms < 70_000 else 50) * k, 10) for k in range(3)}

    told = decisions(play(make_engine(3), script, 100_000, every_ms=1000), "crowding")
    assert [d.phase for d in told] == [Phase.RAISED, Phase.CLEARED]
    assert told[0].id == told[1].id
    assert 74_000 <= told[1].at_ms - told[0].onset_ms <= 77_000


def test_two_gatherings_are_two():
    def script(t_ms):
        return {k: (10 + k, 10) for k in range(3)} | {k: (200 + k, 10) for k in range(3, 7)}

    told = decisions(play(make_engine(7), script, 65_000, every_ms=1000), "crowding")
    assert sorted(d.grade for d in told) == [Grade.YELLOW, Grade.ORANGE]
    assert set(told[0].members).isdisjoint(told[1].members)


TEST_MODE = CrowdingSettings(yellow_at=6, orange_at=6, red_at=7)


def method_a4(outside_m):
    """A.4: one in the middle, the others evenly on 12 m; with `outside_m` one outside instead."""
    others = 5 if outside_m is None else 4
    angles = [2 * math.pi * k / others for k in range(others)]
    rim = [(100 + 12 * math.cos(a), 100 + 12 * math.sin(a)) for a in angles]
    places = [(100.0, 100.0), *rim]
    if outside_m is not None:
        places.append((100 + outside_m, 100.0))
    return dict(enumerate(places))


@pytest.mark.clause("AQL-106")
def test_method_a4_e_misses_nothing():
    outputs = play(
        make_engine(6, crowding=TEST_MODE), lambda t: method_a4(None), 65_000, every_ms=1000
    )
    (told,) = decisions(outputs, "crowding")
    assert len(told.members) == 6


@pytest.mark.clause("AQL-107")
def test_method_a4_f_tells_nothing_false():
    """Centre of a 5 cm tag touching the 18 m circle from outside, opposite one on 12 m: 30.05 m."""
    outputs = play(
        make_engine(6, crowding=TEST_MODE), lambda t: method_a4(18.05), 65_000, every_ms=1000
    )
    assert decisions(outputs, "crowding") == []


def test_state_survives_a_restart_in_the_middle():
    def run(restart):
        state, told = crowding.CrowdingState(), []
        tags = [str(uid(k + 1)) for k in range(4)]
        for now in range(0, 80_000, 1000):
            x = np.array([0.0, 1.0, 2.0, 3.0 if now > 65_000 else 90.0])
            told += crowding.step(state, tags, x, np.zeros(4), np.ones(4, int), now, DEFAULT)
            if restart:
                state = crowding.load(crowding.dump(state))
        return told

    assert run(True) == run(False)
    assert [d.grade for d in run(True)] == [Grade.YELLOW, Grade.YELLOW, Grade.ORANGE]


def test_what_goes_on_can_be_asked_at_any_time():
    engine = make_engine(4)
    play(engine, standing(4), 65_000, every_ms=1000)
    (one,) = engine.gatherings
    assert (one.grade, len(one.group.members)) == (Grade.ORANGE, 4)
    play(
        engine,
        lambda t: {k: (10 + 50 * k, 10) for k in range(4)},
        90_000,
        every_ms=1000,
        start_ms=66_000,
    )
    assert engine.gatherings == []


@pytest.mark.parametrize(("judged", "told"), [(True, 1), (False, 0)])
def test_where_people_gather_by_nature_no_gathering_is_told(judged, told):
    """An office, a control room, a muster point: the plant says so area by area."""
    engine = make_engine(3, areas=[make_area(judges_gatherings=judged)])
    outputs = play(engine, lambda t: {0: (5, 5), 1: (6, 5), 2: (7, 5)}, 66_000)
    assert len(decisions(outputs, "crowding")) == told


def test_beside_such_a_place_the_others_still_count():
    engine = make_engine(4, areas=[make_area(judges_gatherings=False)])
    outputs = play(engine, lambda t: {0: (19, 5), 1: (22, 5), 2: (23, 5), 3: (24, 5)}, 66_000)
    (decision,) = decisions(outputs, "crowding")
    assert len(decision.members) == 3
