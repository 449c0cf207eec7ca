"""Both sides of every time limit, to the millisecond, on the rules themselves."""

import numpy as np
import pytest

from anhuan.engine.core import presence, silence
from anhuan.engine.core.config import Settings
from anhuan.engine.core.decisions import Phase
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.ruled import ruled_of
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.tests.plants import (
    START_MS,
    decisions,
    make_area,
    make_engine,
    make_fence,
    make_tags,
    play,
    put,
    square,
    uid,
    visits,
)


def make_scene(now_ms, **changes):
    """One tag inside one zone since START_MS, heard just now."""
    one = np.zeros(1, np.int64)
    valid = {
        "now_ms": now_ms,
        "settled": True,
        "tags": make_tags(1),
        "number": {uid(1): 0},
        "zones": (make_fence(max_stay_s=30),),
        "kind": one,
        "heard_ms": np.array([now_ms]),
        "x": np.array([5.0]),
        "y": np.array([5.0]),
        "floor": one + 1,
        "speed_mps": np.zeros(1),
        "still_since_ms": np.array([now_ms]),
        "counted": np.ones(1, bool),
        "inside_tag": one,
        "inside_zone": one,
        "inside_since_ms": np.array([START_MS]),
        "active_since_ms": np.array([START_MS]),
    }
    valid |= changes
    return Scene(**valid, ruled=ruled_of(valid["zones"]))


@pytest.mark.clause("POS-100", "AQL-050")
@pytest.mark.parametrize(("stayed_ms", "told"), [(30_000, 0), (30_001, 1)])
def test_overstaying_is_longer_than_the_limit(stayed_ms, told):
    found = presence.step(presence.PresenceState(), make_scene(START_MS + stayed_ms))
    assert [d.rule for d in found] == ["overstayed"] * told


@pytest.mark.parametrize(("silent_ms", "told"), [(60_000, 0), (60_001, 1)])
def test_silence_is_longer_than_the_limit(silent_ms, told):
    scene = make_scene(START_MS + silent_ms, heard_ms=np.array([START_MS]))
    assert len(silence.step(silence.SilenceState(), scene, Settings())) == told


@pytest.mark.parametrize(("lasted_ms", "raised"), [(999, 0), (1_000, 1)])
def test_a_condition_must_last_before_it_counts(lasted_ms, raised):
    latches = Latches()
    assert latches.step({"k": 0}, 0, 1_000, 2_000) == ([], [])
    assert len(latches.step({"k": lasted_ms}, lasted_ms, 1_000, 2_000)[0]) == raised


@pytest.mark.parametrize(("gone_ms", "cleared"), [(1_999, 0), (2_000, 1)])
def test_a_condition_must_be_gone_for_a_while_to_end(gone_ms, cleared):
    latches = Latches()
    assert latches.step({"k": 0}, 0, 0, 2_000)[0] == [("k", 0)]
    assert latches.step({}, 1_000, 0, 2_000) == ([], [])
    assert len(latches.step({}, 1_000 + gone_ms, 0, 2_000)[1]) == cleared


def test_a_condition_that_comes_back_has_not_ended():
    latches = Latches()
    latches.step({"k": 0}, 0, 0, 2_000)
    latches.step({}, 1_000, 0, 2_000)
    latches.step({"k": 1_500}, 1_500, 0, 2_000)
    assert latches.step({}, 3_400, 0, 2_000) == ([], [])


def test_by_default_outside_for_less_than_two_seconds_is_not_leaving():
    away = lambda t: {0: (22.0 if 5_000 <= t < 6_500 else 18.0, 10.0)}  # noqa: E731
    outputs = play(make_engine(1, areas=[make_area()]), away, 20_000)
    assert [v.left for v in visits(outputs)] == [False]


def test_who_was_given_up_counts_again_when_heard():
    engine = make_engine(1, areas=[make_area()], forget_after_ms=20_000)
    play(engine, lambda t: {0: (5, 5)} if t <= 2_000 else {}, 30_000)
    put(engine, 31_000, {0: (5, 5)})
    again = engine.tick(START_MS + 32_000)
    assert again.total.sum() == 1
    assert [v.left for v in again.visits] == [False]
    assert [d.phase for d in decisions([again])] in ([], [Phase.CLEARED])


def test_the_grid_finds_a_zone_just_beyond_its_edge():
    """A tag 0.4 m outside, in the next cell of the grid, is still within the edge's tolerance."""
    engine = make_engine(1, areas=[make_area(shape=square(0, 0, 19.99))])
    path = lambda t: {0: (19.8 if t < 3_000 else 20.4, 10.0)}  # noqa: E731
    assert [v.left for v in visits(play(engine, path, 15_000))] == [False]
