"""Replaying recorded positions decides what the live engine decided, to the millisecond."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.engine.core.config import Circle, Corridor, Kind
from anhuan.engine.core.decisions import Phase
from anhuan.engine.core.tests.plants import (
    START_MS,
    decisions,
    make_engine,
    make_fence,
    make_tags,
    play,
    square,
    uid,
    visits,
)
from anhuan.engine.core.whatif import Recorded, Window, replay

LONG_MS = 180_000
TAGS = (*make_tags(4), *make_tags(5, Kind.CONTRACTOR)[4:])


def fences():
    """One of each rule, around the middle of the yard."""
    return (
        make_fence(801, square(10, 8, 10), may_enter=frozenset({uid(1)}), enter_depth_m=0.5,
                   leave_distance_m=0.5),
        make_fence(802, Circle(20, 15, 6), over_limit=2),
        make_fence(803, square(0, 0, 30), max_stay_s=20),
        make_fence(804, Corridor(((0, 20), (40, 20)), 1.0), may_enter=frozenset()),
        make_fence(805, square(25, 5, 10), counted=frozenset({Kind.CONTRACTOR}), over_limit=1),
        make_fence(806, square(5, 5, 25), must_stay=frozenset({uid(2)})),
    )  # fmt: skip


def walks(seed):
    """Everybody wanders at walking pace, reported twice a second to the centimetre."""
    rng = random.Random(seed)
    at = [[rng.uniform(5, 35), rng.uniform(5, 25)] for _ in TAGS]
    way = [rng.uniform(0, 6.28) for _ in TAGS]

    def script(_t_ms):
        for k, spot in enumerate(at):
            way[k] += rng.uniform(-0.4, 0.4)
            spot[0] = min(38.0, max(2.0, spot[0] + 0.6 * np.cos(way[k])))
            spot[1] = min(28.0, max(2.0, spot[1] + 0.6 * np.sin(way[k])))
        return {k: tuple(spot) for k, spot in enumerate(at)}

    return script


def recorded(outputs):
    """The live fixes as a track keeps them (but for the rounding to centimetres)."""
    fixes = [table for out in outputs for table in out.fixes]
    columns = {n: np.concatenate([getattr(f, n) for f in fixes])
               for n in ("tag", "t_ms", "x", "y", "floor", "r68_m")}  # fmt: skip
    return Recorded(**columns)


def again(config, points, until_ms, step_ms=60_000):
    """Decisions of a replay in windows of a minute."""
    windows = []
    for begin in range(0, until_ms, step_ms):
        end = min(begin + step_ms, until_ms)
        due = (points.t_ms >= START_MS + begin) & (points.t_ms < START_MS + end)
        part = Recorded(*(column[due] for column in points))
        windows.append(Window(START_MS + end, part, config))
    return [d for _, out in replay(windows, START_MS, config) for d in out.decisions]


def told(found):
    """What was decided of zones, without the numbers why."""
    end_ms = START_MS + LONG_MS
    return sorted(
        (str(d.id), d.rule, str(d.phase), d.onset_ms, d.at_ms)
        for d in found if d.zone and d.at_ms < end_ms
    )  # fmt: skip


@settings(deadline=None, max_examples=6)
@given(st.integers(0, 10_000))
def test_a_replay_decides_what_the_live_engine_decided(seed):
    live = make_engine(TAGS, fences=fences())
    outputs = play(live, walks(seed), LONG_MS)
    before = decisions(outputs)
    assert told(before) == told(again(live.plant.config, recorded(outputs), LONG_MS))
    assert {d.rule for d in before} & {"entered", "over_count", "overstayed"}


def test_the_replay_says_where_everybody_was_at_that_moment():
    config = make_engine(2, fences=[make_fence(may_enter=frozenset())]).plant.config
    points = Recorded(
        np.array([0, 0, 1, 1]), START_MS + np.array([0, 5_000, 0, 5_000]),
        np.array([30.0, 5.0, 35.0, 35.0]), np.array([5.0, 5.0, 5.0, 5.0]), np.ones(4, np.int64),
        np.full(4, 0.3),
    )  # fmt: skip
    window = Window(START_MS + 20_000, points, config)
    for engine, output in replay([window], START_MS, config):
        for one in output.decisions:
            assert (one.rule, one.onset_ms) == ("entered", START_MS + 5_000)
            assert engine.state.last.x[1] == 35.0


def test_stillness_is_found_again_from_the_places():
    fence = make_fence(still_after_s=30)
    live = make_engine(1, fences=[fence])
    rest = lambda t: {0: (5.0 + min(t, 10_000) / 2_000, 5.0)}  # noqa: E731  5 s of walking
    outputs = play(live, rest, 90_000)
    (raised,) = [d for d in decisions(outputs, "still") if d.phase is Phase.RAISED]
    (found,) = [d for d in again(live.plant.config, recorded(outputs), 90_000) if d.rule == "still"]
    assert abs(found.onset_ms - raised.onset_ms) <= 5_000


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from([square(10, 5, 15), Circle(20, 15, 8), Corridor(((5, 15), (35, 15)), 4.0)]),
    st.booleans(), st.lists(st.floats(-1.99, 1.99), min_size=40, max_size=40),
)  # fmt: skip
def test_noise_within_the_buffer_never_makes_an_event(shape, inside, depths):
    """Somebody comes close to an edge from either side, then jitters as wide as the buffer is."""
    buffer_m = 2.0
    fence = make_fence(shape=shape, may_enter=frozenset(), enter_depth_m=buffer_m,
                       leave_distance_m=buffer_m)  # fmt: skip
    config = make_engine(1, fences=[fence]).plant.config
    begin = [buffer_m + 1.0 if inside else -buffer_m - 1.0] * 4
    places = np.array([edge_point(shape, depth) for depth in (*begin, *depths)])
    rows = len(places)
    points = Recorded(
        np.zeros(rows, np.int64), START_MS + 500 * np.arange(rows), places[:, 0].copy(),
        places[:, 1].copy(), np.ones(rows, np.int64), np.full(rows, 0.3),
    )  # fmt: skip
    window = Window(START_MS + 500 * rows, points, config)
    outputs = [out for _, out in replay([window], START_MS, config)]
    assert [v.left for v in visits(outputs)] == [False] * inside
    assert [d.phase for d in decisions(outputs)] == [Phase.RAISED] * inside


def edge_point(shape, depth):
    """A point so deep inside the shape, off its southern edge."""
    if isinstance(shape, Circle):
        return shape.x, shape.y - shape.radius_m + depth
    if isinstance(shape, Corridor):
        return 20.0, shape.points[0][1] - shape.half_width_m + depth
    return 17.0, shape.outer[0][1] + depth


@pytest.mark.parametrize(("depth", "told"), [(0.99, 0), (1.0, 1), (1.5, 1)])
def test_with_a_buffer_entering_takes_its_depth(depth, told):
    fence = make_fence(shape=square(10, 10, 10), may_enter=frozenset(), enter_depth_m=1.0)
    outputs = play(make_engine(1, fences=[fence]), lambda t: {0: (15, 10 + depth)}, 4_000)
    assert len(decisions(outputs, "entered")) == told
