"""Kinds of crossing besides entering, approach, speed, and ways through without a fix inside."""

import pytest

from anhuan.engine.core.config import Corridor, Kind, Polygon, Tag
from anhuan.engine.core.tests.plants import (
    START_MS,
    decisions,
    make_area,
    make_engine,
    make_fence,
    play,
    square,
    uid,
)

MINE, THEIRS, YARD = square(0, 0, 20), square(50, 0, 20), (35.0, 10.0)


def told(engine, script, seconds, **how):
    """(rule, phase, tag) of everything told."""
    found = decisions(play(engine, script, round(seconds * 1000), **how))
    return [(d.rule, str(d.phase), d.tag) for d in found]


@pytest.mark.clause("POS-097", "POS-119", "POS-061")
def test_leaving_the_post_and_straying_to_anothers():
    mine = make_fence(800, MINE, must_stay=frozenset({uid(1)}))
    theirs = make_fence(801, THEIRS, must_stay=frozenset({uid(2)}))
    engine = make_engine(3, fences=[mine, theirs])
    where = lambda t: (10, 10) if t < 10_000 else YARD if t < 20_000 else (60, 10)  # noqa: E731
    script = lambda t: {0: where(t), 1: (55, 10), 2: (65, 10)}  # noqa: E731
    assert told(engine, script, 30) == [
        ("left", "raised", uid(1)),
        ("strayed", "raised", uid(1)),  # the third has no post and strays nowhere
    ]


def test_where_posts_overlap_nobody_strays():
    mine = make_fence(800, square(0, 0, 40), must_stay=frozenset({uid(1)}))
    theirs = make_fence(801, square(20, 0, 40), must_stay=frozenset({uid(2)}))
    engine = make_engine(2, fences=[mine, theirs])
    assert told(engine, lambda t: {0: (30, 10), 1: (30, 12)}, 20) == []


def test_a_tag_carried_out_of_the_plant_and_back():
    plant = make_fence(shape=square(0, 0, 100), keeps_tags=True)
    tags = (Tag(uid(1), "T0"), Tag(uid(2), "T1", Kind.VEHICLE), Tag(uid(3), "T2"))
    engine = make_engine(tags, fences=[plant])
    out = lambda t: (120, 50) if 10_000 <= t < 30_000 else (50, 50)  # noqa: E731
    assert told(engine, lambda t: {0: out(t), 1: out(t), 2: (130, 50)}, 40) == [
        ("left_plant", "raised", uid(1)),  # not the lorry, nor who never was inside
        ("left_plant", "cleared", uid(1)),
    ]


def test_silence_inside_is_no_leaving_of_the_plant():
    plant = make_fence(shape=square(0, 0, 100), keeps_tags=True)
    engine = make_engine(1, fences=[plant], forget_after_ms=20_000)
    assert told(engine, lambda t: {0: (50, 50)} if t < 5_000 else {}, 40) == []


@pytest.mark.clause("POS-056")
@pytest.mark.parametrize(("x", "count"), [(24.9, 1), (25.2, 0)])
def test_an_approach_is_told_within_the_distance_set(x, count):
    fence = make_fence(may_enter=frozenset({uid(2)}), approach_m=5.0)
    engine = make_engine(2, fences=[fence])
    found = told(engine, lambda t: {0: (x, 10), 1: (22, 10)}, 10)
    assert found == [("near_high_risk", "raised", uid(1))] * count


@pytest.mark.clause("POS-056")
def test_entering_turns_the_approach_into_a_crossing():
    fence = make_fence(may_enter=frozenset(), approach_m=5.0)
    engine = make_engine(1, fences=[fence])
    script = lambda t: {0: (22, 10) if t < 10_000 else (15, 10)}  # noqa: E731
    outputs = play(engine, script, 20_000)
    rules = [(d.rule, str(d.phase), d.zone) for d in decisions(outputs)]
    assert rules == [
        ("near_high_risk", "raised", uid(800)),
        ("entered", "raised", uid(800)),
        ("near_high_risk", "cleared", uid(800)),
    ]


@pytest.mark.clause("POS-111")
@pytest.mark.parametrize(("kmh", "count"), [(14.5, 0), (16.0, 1)])
def test_overspeed_by_the_limit_of_the_place(kmh, count):
    road = Corridor(((-50.0, 0.0), (500.0, 0.0)), 6.0)
    tags = (Tag(uid(1), "T0", Kind.VEHICLE), Tag(uid(2), "T1"))
    engine = make_engine(tags, fences=[make_fence(shape=road, speed_limit_kmh=15.0)])
    script = lambda t: {0: (kmh / 3.6 * t / 1000, 0.0)}  # noqa: E731
    found = decisions(play(engine, script, 60_000), "overspeed")
    assert [str(d.phase) for d in found] == ["raised"] * count
    if count:
        assert found[0].inputs["limit_kmh"] == 15.0
        assert abs(found[0].inputs["speed_kmh"] - kmh) < 1.5


STRIP = Polygon(((10.0, -50.0), (11.0, -50.0), (11.0, 50.0), (10.0, 50.0)))


def driven(step_ms, speed_mps, from_ms=0):
    """A vehicle driving east, heard every `step_ms`."""

    def script(t_ms):
        heard = t_ms % step_ms == 0 and t_ms >= from_ms
        return {0: (-40 + speed_mps * t_ms / 1000, 0.0)} if heard else {}

    return script


@pytest.mark.clause("AQL-044")
def test_a_strip_crossed_between_two_fixes_is_told_within_five_seconds():
    tags = (Tag(uid(1), "T0", Kind.VEHICLE),)
    engine = make_engine(tags, fences=[make_fence(shape=STRIP, may_enter=frozenset())])
    found = decisions(play(engine, driven(1_000, 7.3), 12_000), "entered")
    assert [str(d.phase) for d in found] == ["raised", "cleared"]
    assert found[0].inputs["passed_through"] is True
    crossed_ms = START_MS + 50.5 / 7.3 * 1000
    assert abs(found[0].onset_ms - crossed_ms) < 300
    assert found[0].at_ms - crossed_ms <= 5_000


def test_an_outage_proves_no_crossing():
    tags = (Tag(uid(1), "T0", Kind.VEHICLE),)
    engine = make_engine(tags, fences=[make_fence(shape=STRIP, may_enter=frozenset())])
    script = lambda t: {0: (-5.0, 0.0)} if t <= 5_000 else {0: (40.0, 0.0)} if t > 9_000 else {}  # noqa: E731
    assert decisions(play(engine, script, 15_000), "entered") == []


def test_cutting_a_corner_is_no_crossing():
    tags = (Tag(uid(1), "T0", Kind.VEHICLE),)
    corner = make_area(shape=square(0, 0, 20), may_enter=frozenset())
    engine = make_engine(tags, areas=[corner])
    script = lambda t: {0: (-1.0 + 1.5 * t / 1000, 19.2 + 1.5 * t / 1000 - 0.2)}  # noqa: E731
    assert decisions(play(engine, script, 4_000, every_ms=1_000), "entered") == []
