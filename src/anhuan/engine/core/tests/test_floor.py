"""The floor a tag is on: voted by anchors, switched within three seconds, never flickering."""

import numpy as np
import pytest

from anhuan.engine.core.config import Passage, Storeys
from anhuan.engine.core.floor import decide, new_floors, vote, vote_places, vote_rows
from anhuan.engine.core.tests.plants import (
    START_MS,
    make_anchors,
    make_engine,
    play,
    ranges_from,
)
from anhuan.engine.core.track import Rows, new_state
from anhuan.engine.core.track.state import FOLLOWING
from anhuan.engine.core.walls import passage_table

GROUND, FIRST = 0, 1
NO_STAIRS = passage_table((), {1: GROUND, 2: FIRST})
STAIRS = passage_table((Passage(0.0, 0.0, 2.0, frozenset({1, 2})),), {1: GROUND, 2: FIRST})


def at(x, y):
    """The filter of one tag, sure to be at (x, y)."""
    track = new_state(1)
    track["phase"], track["mean"][0, :2] = FOLLOWING, (x, y)
    return track


def hear(state, t_ms, ranges, blocked_db=1.0, passages=NO_STAIRS, track=None):
    """One instant: ranges {anchor: m}; anchors 0-2 are on the ground, 3-5 on the first floor."""
    n = len(ranges)
    rows = Rows(
        np.zeros(n, np.int64), np.full(n, t_ms), np.zeros(n, np.int64), np.array(list(ranges)),
        np.array(list(ranges.values()), float), np.full(n, blocked_db),
    )  # fmt: skip
    floors = np.array([GROUND] * 3 + [FIRST] * 3)
    vote_rows(state, rows, floors, 2.2, passages, at(0, 0) if track is None else track)
    return int(state.floor[0])


def test_nearer_anchors_decide():
    state = new_floors(1, 2)
    assert hear(state, 0, {0: 5, 3: 9, 4: 12}) == GROUND


@pytest.mark.clause("AQL-092")
def test_after_a_stair_the_floor_switches_within_three_seconds():
    state = new_floors(1, 2)
    for t in range(0, 20_000, 500):
        assert hear(state, t, {0: 5, 1: 8, 3: 9}) == GROUND
    switched = next(
        t for t in range(20_000, 30_000, 500) if hear(state, t, {0: 9, 3: 5, 4: 8}) == FIRST
    )
    assert switched - 20_000 <= 3_000


def test_one_odd_instant_does_not_switch():
    state = new_floors(1, 2)
    for t in range(0, 10_000, 500):
        ranges = {0: 9, 3: 4} if t == 6_000 else {0: 4, 3: 9}
        assert hear(state, t, ranges) == GROUND


def test_equal_votes_never_flicker():
    state = new_floors(1, 2)
    first = hear(state, 0, {0: 6, 3: 6.2})
    for t in range(500, 30_000, 500):
        swap = t // 500 % 2
        assert hear(state, t, {0: 6 + 0.3 * swap, 3: 6.3 - 0.3 * swap}) == first


def test_a_path_through_the_slab_counts_less():
    state = new_floors(1, 2)
    for anchor, blocked in ((0, 12.0), (3, 1.0)):
        vote_rows(
            state,
            Rows(*(np.array([v]) for v in (0, 0, 0, anchor)), np.array([6.0]), np.array([blocked])),
            np.array([GROUND] * 3 + [FIRST] * 3),
            2.2,
            NO_STAIRS,
            at(0, 0),
        )
    assert state.votes[0, FIRST] > 3 * state.votes[0, GROUND]


def test_a_provider_that_names_the_floor_is_believed():
    state = new_floors(1, 2)
    hear(state, 0, {0: 5})
    for t in range(500, 3_000, 500):
        vote_places(state, np.array([0]), np.array([t]), np.array([FIRST]), NO_STAIRS, at(0, 0))
    assert state.floor[0] == FIRST


def test_old_votes_fade():
    state = new_floors(1, 2)
    vote(state, 0, 0, GROUND, 10.0)
    vote(state, 0, 60_000, FIRST, 0.1)
    decide(state, 0, NO_STAIRS, at(0, 0))
    assert state.votes[0, GROUND] < 1e-6


@pytest.mark.clause("POS-087", "AQL-061", "TECH-008")
def test_the_engine_puts_a_tag_on_its_floor():
    anchors = make_anchors(1, 3.0) + make_anchors(2, 8.0, "B")
    engine = make_engine(1, anchors=anchors, floor_z_m=((1, 0.0), (2, 5.0)))
    for t in range(0, 5_000, 500):
        engine.ingest(ranges_from(anchors, 0, t, (12, 9, 6.0)), START_MS + t)
    outputs = play(engine, lambda t: {}, 6_000, start_ms=5_500)
    assert outputs[0].fixes[-1].floor.tolist()[-1] == 2


def switched_after(x, y):
    """How long a tag at (x, y) is heard from upstairs until it is put there, ms."""
    state, place = new_floors(1, 2), at(x, y)
    for t in range(0, 5_000, 500):
        hear(state, t, {0: 5, 1: 8, 3: 9}, passages=STAIRS, track=place)
    above = {0: 9, 3: 5, 4: 8}
    times = range(5_000, 60_000, 500)
    return next(t for t in times if hear(state, t, above, passages=STAIRS, track=place)) - 5_000


@pytest.mark.clause("AQL-092")
def test_the_floor_changes_at_the_stairs_in_time_and_elsewhere_only_against_long_evidence():
    assert switched_after(3.0, 3.0) <= 3_000
    assert switched_after(30.0, 20.0) >= 15_000


FRAME = passage_table((), {1: GROUND, 2: FIRST}, (Storeys(0.0, 0.0, 30.0, 20.0, frozenset({2})),))


@pytest.mark.clause("POS-087", "AQL-061")
@pytest.mark.parametrize(("x", "floor"), [(15.0, FIRST), (34.0, FIRST), (60.0, GROUND)])
def test_a_storey_is_left_where_no_building_has_it(x, floor):
    state = new_floors(1, 2)
    state.floor[0] = FIRST  # as one odd first message has it
    for t in range(0, 3_000, 500):
        hear(state, t, {0: 30.0, 3: 29.0}, passages=FRAME, track=at(x, 10.0))
    assert state.floor[0] == floor


def test_a_storey_nobody_has_described_is_believed_everywhere():
    state = new_floors(1, 2)
    assert hear(state, 0, {3: 5.0}, track=at(500.0, 500.0)) == FIRST
