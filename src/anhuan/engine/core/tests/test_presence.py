"""Crossing, leaving, overstaying, stillness, silence: POS-011, 012, 021, 022, 059, 097-100."""

import random
from dataclasses import replace

import numpy as np
import pytest

from anhuan.engine.core.config import Corridor
from anhuan.engine.core.decisions import Phase
from anhuan.engine.core.fences import compile_zones, follow_visits, new_visits
from anhuan.engine.core.tests.plants import (
    START_MS,
    decisions,
    make_area,
    make_engine,
    make_fence,
    play,
    put,
    square,
    uid,
    visits,
)


def walk(from_x, speed_mps=1.5, y=10.0, tag=0):
    """One tag walking east."""
    return lambda t_ms: {tag: (from_x + speed_mps * t_ms / 1000, y)}


@pytest.mark.clause("POS-059", "POS-044")
def test_a_walk_through_is_one_entering_and_one_leaving():
    found = visits(play(make_engine(1, areas=[make_area()]), walk(-10), 40_000))
    assert [(v.left, v.zone, v.tag) for v in found] == [
        (False, uid(900), uid(1)),
        (True, uid(900), uid(1)),
    ]
    entered, left = found
    assert abs(entered.t_ms - START_MS - 6_667) <= 1_000
    assert abs(left.t_ms - START_MS - 20_000) <= 1_500
    assert left.entered_ms == entered.t_ms


@pytest.mark.clause("POS-011", "POS-022", "AQL-044", "POS-009")
def test_who_may_not_enter_is_told_within_five_seconds():
    fence = make_fence(may_enter=frozenset({uid(2)}))
    engine = make_engine(2, fences=[fence])
    outputs = play(engine, lambda t: walk(-10)(t) | walk(-10, y=12, tag=1)(t), 40_000)
    raised, cleared = decisions(outputs, "entered")
    assert (raised.phase, raised.tag, raised.zone) == (Phase.RAISED, uid(1), uid(800))
    assert raised.at_ms - (START_MS + 6_667) <= 5_000
    assert (cleared.phase, cleared.id) == (Phase.CLEARED, raised.id)
    assert raised.x is not None
    assert raised.floor == 1


@pytest.mark.clause("POS-008", "POS-093")
def test_a_fence_that_begins_to_apply_finds_who_is_inside():
    fence = make_fence(may_enter=frozenset(), active=False)
    engine = make_engine(1, fences=[fence])
    here = lambda t: {0: (10, 10)}  # noqa: E731
    assert decisions(play(engine, here, 5_000)) == []
    config = engine.plant.config
    engine.reconfigure(replace(config, fences=(replace(fence, active=True),)))
    outputs = play(engine, here, 10_000, start_ms=5_500)
    (raised,) = decisions(outputs, "entered")
    assert raised.onset_ms >= START_MS + 5_000
    engine.reconfigure(config)
    outputs = play(engine, here, 15_000, start_ms=10_500)
    (cleared,) = decisions(outputs, "entered")
    assert (cleared.phase, cleared.id) == (Phase.CLEARED, raised.id)


@pytest.mark.clause("POS-021", "POS-067", "GBW-035")
def test_a_guardian_who_leaves_is_told_at_once():
    engine = make_engine(1, fences=[make_fence(must_stay=frozenset({uid(1)}))])
    outputs = play(engine, walk(10), 20_000)
    (told,) = decisions(outputs, "left")
    left_at = START_MS + round((20.5 - 10) / 1.5 * 1000)
    assert told.phase is Phase.RAISED
    assert told.at_ms - left_at <= 4_000


@pytest.mark.clause("AQL-049")
def test_a_named_person_who_is_not_there_is_told():
    engine = make_engine(2, areas=[make_area(must_stay=frozenset({uid(2)}), under_limit=1)])
    told = decisions(play(engine, lambda t: {0: (10, 10), 1: (60, 10)}, 4_000))
    assert [(d.rule, d.tag) for d in told] == [("absent", uid(2))]


@pytest.mark.clause("POS-100", "AQL-050")
@pytest.mark.parametrize(("stays_s", "told"), [(29, 0), (32, 1)])
def test_overstaying(stays_s, told):
    fence = make_fence(max_stay_s=30)
    script = lambda t: {0: (1 + t / 1000 * 0.3, 10)}  # noqa: E731
    outputs = play(make_engine(1, fences=[fence]), script, stays_s * 1000)
    assert len(decisions(outputs, "overstayed")) == told


@pytest.mark.clause("POS-012", "POS-098", "AQL-046")
@pytest.mark.parametrize(("seconds", "told"), [(58, 0), (62, 1)])
def test_not_moving_for_longer_than_set(seconds, told):
    fence = make_fence(still_after_s=60)
    outputs = play(make_engine(1, fences=[fence]), lambda t: {0: (10, 10)}, seconds * 1000)
    found = decisions(outputs, "still")
    assert len(found) == told


def test_moving_ends_stillness_and_walking_never_begins_it():
    fence = make_fence(still_after_s=30, shape=square(-100, -100, 300))

    def script(t_ms):
        return {0: (10 + max(0, t_ms - 40_000) / 1000 * 1.0, 10), 1: (-90 + t_ms / 1000 * 0.7, 30)}

    told = decisions(play(make_engine(2, fences=[fence]), script, 60_000), "still")
    assert [(d.phase, d.tag) for d in told] == [(Phase.RAISED, uid(1)), (Phase.CLEARED, uid(1))]


def test_stillness_outside_the_chosen_zone_is_nothing():
    outputs = play(
        make_engine(1, areas=[make_area(still_after_s=30)]), lambda t: {0: (60, 60)}, 40_000
    )
    assert decisions(outputs, "still") == []


@pytest.mark.clause("POS-066")
@pytest.mark.parametrize(("silent_s", "told"), [(59, 0), (62, 1)])
def test_a_silent_tag_is_told(silent_s, told):
    engine = make_engine(1)
    outputs = play(engine, lambda t: {0: (5, 5)} if t <= 2_000 else {}, 2_000 + silent_s * 1000)
    found = decisions(outputs, "signal_lost")
    assert len(found) == told
    if told:
        put(engine, 70_000, {0: (5, 5)})
        (cleared,) = engine.tick(START_MS + 71_000).decisions
        assert (cleared.phase, cleared.id) == (Phase.CLEARED, found[0].id)


def test_a_tag_silent_for_very_long_no_longer_counts():
    engine = make_engine(1, areas=[make_area()], forget_after_ms=20_000)
    outputs = play(engine, lambda t: {0: (5, 5)} if t <= 2_000 else {}, 30_000)
    assert [v.left for v in visits(outputs)] == [False, True]
    assert outputs[-1].total.sum() == 0
    assert visits(outputs)[1].t_ms == START_MS + 2_000


def test_noise_at_the_edge_does_not_ring():
    noise = random.Random(1)
    script = lambda t: {0: (20 + noise.uniform(-0.45, 0.45), 10)}  # noqa: E731
    found = visits(play(make_engine(1, areas=[make_area()]), script, 120_000))
    assert [v.left for v in found] == [False]


def test_outside_for_less_than_two_seconds_is_not_leaving():
    engine = make_engine(1, areas=[make_area()], step_ms=500)
    zones = compile_zones(engine.plant.zones)
    for gap_ms, left in ((1_900, False), (2_000, True)):
        state = new_visits(1)
        t = np.array([0, 1000, 1000 + gap_ms, 4000], np.int64)
        x = np.array([10.0, 30, 30, 10])
        one = np.zeros(4, np.int64)
        found, area = follow_visits(state, zones, one, t, x, np.full(4, 5.0), np.ones(4), one + 1)
        assert (0 in found.what.tolist()) is left
        assert area.tolist() == [0, -1, -1, 0]
        if left:
            assert found.t_ms.tolist() == [0, 1000, 4000]


@pytest.mark.clause("AQL-027")
def test_one_floor_below_a_fence_is_outside():
    fence = make_fence(floors=frozenset({2}), may_enter=frozenset())
    for floor, told in ((1, 0), (2, 1)):
        engine = make_engine(1, fences=[fence], floor_z_m=((1, 0.0), (2, 5.0)))
        outputs = play(engine, lambda t: {0: (10, 10)}, 4_000, floor=floor)
        assert len(decisions(outputs, "entered")) == told


@pytest.mark.clause("AQL-027")
def test_a_fence_between_heights_holds_only_what_is_there():
    fence = make_fence(z_min_m=5.0, z_max_m=9.0, may_enter=frozenset())
    for floor, told in ((1, 0), (2, 1), (3, 0)):
        engine = make_engine(1, fences=[fence], floor_z_m=((1, 0.0), (2, 5.0), (3, 10.0)))
        outputs = play(engine, lambda t: {0: (10, 10)}, 4_000, floor=floor)
        assert len(decisions(outputs, "entered")) == told


def test_nobody_is_missing_until_people_have_been_heard_for_ten_seconds():
    area = make_area(under_limit=1, must_stay=frozenset({uid(1)}))
    engine = make_engine(2, areas=[area], grace_ms=10_000, unheard_grace_ms=120_000)
    outputs = play(engine, lambda t: {1: (60, 60)} if t >= 30_000 else {}, 50_000)
    assert {d.rule for d in decisions(outputs)} == {"under_count", "absent"}
    assert min(d.at_ms for d in decisions(outputs)) == START_MS + 40_000


def test_an_empty_plant_is_told_after_two_minutes():
    engine = make_engine(1, areas=[make_area(under_limit=1)], unheard_grace_ms=120_000)
    told = decisions(play(engine, lambda t: {}, 125_000))
    assert [d.at_ms - START_MS for d in told] == [121_000]  # and a second to be sure


def test_after_an_hour_of_silence_nobody_is_missing_at_once():
    engine = make_engine(
        1, areas=[make_area(under_limit=1)], grace_ms=10_000, unheard_grace_ms=120_000
    )
    assert decisions(play(engine, lambda t: {0: (5, 5)}, 20_000)) == []
    hour = 3_600_000
    outputs = [engine.tick(START_MS + hour)]
    outputs += play(engine, lambda t: {0: (5, 5)}, hour + 60_000, start_ms=hour + 5_000)
    assert [d for d in decisions(outputs) if d.rule == "under_count"] == []


WAY = Corridor(((0.0, 0.0), (40.0, 0.0)), 5.0)


@pytest.mark.clause("POS-045")
def test_who_leaves_the_way_of_his_round_is_told_and_others_are_not():
    way = make_fence(801, WAY, about=frozenset({uid(1)}), is_way=True)
    engine = make_engine(2, fences=[way])
    on, off = (20.0, 0.0), (20.0, 20.0)
    script = lambda t: {k: off if 20_000 <= t < 40_000 else on for k in (0, 1)}  # noqa: E731
    raised, cleared = decisions(play(engine, script, 60_000), "detoured")
    assert (raised.phase, cleared.phase) == (Phase.RAISED, Phase.CLEARED)
    assert (raised.tag, raised.zone, cleared.id) == (uid(1), way.id, raised.id)
    assert raised.at_ms - raised.onset_ms <= 3_000


def test_who_has_not_come_to_his_round_yet_makes_no_detour():
    way = make_fence(801, WAY, about=frozenset({uid(1)}), is_way=True)
    engine = make_engine(1, fences=[way])
    assert decisions(play(engine, lambda t: {0: (20.0, 20.0)}, 30_000), "detoured") == []


@pytest.mark.clause("POS-045")
def test_a_stay_is_limited_for_those_it_is_about_only():
    here = make_fence(about=frozenset({uid(1)}), max_stay_s=10.0)
    engine = make_engine(2, fences=[here])
    (told,) = decisions(play(engine, lambda t: {0: (5, 5), 1: (6, 6)}, 12_000), "overstayed")
    assert (told.tag, told.inputs["limit_s"]) == (uid(1), 10.0)
