"""The per-tag filter: follows, ignores blocked paths, recovers, rests, and forgets nothing."""

import numpy as np
import pytest

from anhuan.engine.core.track import (
    Rows,
    bare_site,
    dump_state,
    follow_places,
    follow_rows,
    load_state,
    new_state,
)
from anhuan.engine.core.track.state import rearranged

ANCHORS = np.array([[0, 0, 3], [40, 0, 5], [40, 30, 3], [0, 30, 5], [20, 0, 4], [20, 30, 4]], float)
SPEEDS = np.array([4.0, 4.0, 4.0, 20.0])
Z_M = 1.0


def rows_of(path, times_s, rng, sd=0.1, extra=None, tech=0, tag=0, anchors=ANCHORS, split=False):
    """Ranges of all anchors at each time; `extra(t, anchor)` metres more; one by one if split."""
    rows = []
    for t in times_s:
        x, y = path(t)
        for a, place in enumerate(anchors):
            d = np.linalg.norm([x - place[0], y - place[1], Z_M - place[2]]) + rng.normal(0, sd)
            more = extra(t, a) if extra else 0.0
            at = t + 0.01 * a if split else t
            rows.append((tag, round(at * 1000), tech, a, d + more, np.nan))
    columns = list(zip(*rows, strict=True))
    if tech == 1:  # differences to anchor 0 of the same instant
        values = np.array(columns[4]).reshape(-1, len(anchors))
        columns[4] = (values - values[:, :1]).ravel()
    return Rows(*(np.array(c, np.int64) for c in columns[:4]), *map(np.array, columns[4:]))


def follow(state, rows, kind=0, anchors=ANCHORS, step_ms=1):
    size = len(state)
    return follow_rows(
        state, rows, bare_site(anchors), np.full(size, kind), np.zeros(size, np.int64),
        np.full(size, Z_M), SPEEDS, step_ms,
    )  # fmt: skip


def errors(fixes, path):
    truth = np.array([path(t / 1000) for t in fixes.t_ms])
    return np.hypot(fixes.x - truth[:, 0], fixes.y - truth[:, 1])


def walking(t):
    return 5 + 1.2 * t, 10.0 + 0.3 * t


@pytest.mark.parametrize("tech", [0, 1])
@pytest.mark.parametrize("split", [False, True])
def test_a_walk_is_followed(tech, split):
    if tech == 1 and split:
        pytest.skip("differences belong to one instant")
    rng = np.random.default_rng(1)
    fixes = follow(
        new_state(1), rows_of(walking, np.arange(0, 20, 0.2), rng, tech=tech, split=split)
    )
    error = errors(fixes, walking)
    assert np.percentile(error[20:], 95) < 0.35
    assert 0.6 <= np.mean(error[20:] <= fixes.r68_m[20:]) <= 1.0


@pytest.mark.clause("POS-031")
@pytest.mark.parametrize("tech", [0, 1])
def test_blocked_paths_do_not_pull_the_track(tech):
    rng = np.random.default_rng(2)
    blocked = lambda t, a: 3.0 if a in (0, 3) and 5 < t < 12 else 0.0  # noqa: E731
    rows = rows_of(walking, np.arange(0, 20, 0.2), rng, extra=blocked, tech=tech)
    error = errors(follow(new_state(1), rows), walking)
    assert error[20:].max() < 1.0


def test_it_starts_from_its_own_snapshot_even_with_a_blocked_anchor():
    rng = np.random.default_rng(3)
    rows = rows_of(lambda t: (30, 20), [0.0], rng, extra=lambda t, a: 5.0 if a == 1 else 0.0)
    fixes = follow(new_state(1), rows)
    assert len(fixes.t_ms) == 1
    assert errors(fixes, lambda t: (30, 20))[0] < 0.5


@pytest.mark.parametrize("every_s", [0.1, 1.0])
def test_a_filter_that_is_lost_starts_anew(every_s):
    """A jump of 30 m: everything is gated, until three bad epochs are over."""
    rng = np.random.default_rng(4)
    path = lambda t: (5, 5) if t < 10 else (35, 25)  # noqa: E731
    rows = rows_of(path, np.arange(0, 20, every_s), rng)
    fixes = follow(new_state(1), rows)
    error = errors(fixes, path)
    late = fixes.t_ms > 10_000 + 5 * max(every_s * 1000, 200)
    assert error[late].max() < 1.0


def test_a_filter_in_the_mirrored_place_comes_back():
    """Three anchors stand on y = 0: they agree with (12, -9) as well as with (12, 9)."""
    rng = np.random.default_rng(14)
    state = new_state(1)
    follow(state, rows_of(lambda t: (12, -9), np.arange(0, 5, 0.5), rng))
    fixes = follow(state, rows_of(lambda t: (12, 9), np.arange(5, 20, 0.5), rng))
    assert errors(fixes, lambda t: (12, 9))[fixes.t_ms > 12_000].max() < 0.5


def test_one_bad_epoch_does_not_make_it_start_anew():
    rng = np.random.default_rng(5)
    burst = lambda t, a: 20.0 if abs(t - 10) < 0.15 else 0.0  # noqa: E731
    rows = rows_of(walking, np.arange(0, 20, 0.2), rng, extra=burst)
    assert errors(follow(new_state(1), rows), walking).max() < 1.0


@pytest.mark.clause("TECH-009")
def test_a_tag_at_rest_does_not_drift():
    rng = np.random.default_rng(6)
    fixes = follow(new_state(1), rows_of(lambda t: (12, 9), np.arange(0, 120, 1.0), rng, sd=0.2))
    shown = np.column_stack([fixes.x, fixes.y])[20:]
    assert np.hypot(*(shown - shown[0]).T).max() < 0.6
    assert np.hypot(*np.diff(shown, axis=0).T).max() < 0.1
    assert fixes.still[20:].all()
    assert not fixes.speed_mps[20:].any()


def test_a_tag_that_begins_to_walk_is_let_go_at_once():
    rng = np.random.default_rng(7)
    path = lambda t: (5 + 1.2 * max(0, t - 60), 10)  # noqa: E731
    fixes = follow(new_state(1), rows_of(path, np.arange(0, 70, 0.2), rng))
    error = errors(fixes, path)
    assert error[100:].max() < 1.2
    assert fixes.still[fixes.t_ms == 59_000].all()
    assert not fixes.still[fixes.t_ms > 62_000].any()


@pytest.mark.parametrize(("kind", "limit"), [(0, 4.0), (3, 20.0)])
def test_nobody_is_faster_than_possible(kind, limit):
    rng = np.random.default_rng(8)
    path = lambda t: (2 + 8 * t, 10)  # noqa: E731
    fixes = follow(new_state(1), rows_of(path, np.arange(0, 4, 0.1), rng), kind)
    assert fixes.speed_mps.max() <= limit + 1e-9


def test_claimed_radius_is_honest_while_walking():
    inside = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        biases = rng.normal(0.1, 0.03, 6)  # as on the recorded hardware
        rows = rows_of(walking, np.arange(0, 20, 0.5), rng, extra=lambda t, a, b=biases: b[a])
        fixes = follow(new_state(1), rows)
        inside.append(np.mean(errors(fixes, walking)[5:] <= fixes.r68_m[5:]))
    assert np.mean(inside) >= 0.65


def test_two_anchors_give_a_place_after_a_while_with_a_wide_radius():
    rng = np.random.default_rng(9)
    two = ANCHORS[:2]
    rows = rows_of(lambda t: (10, 8), np.arange(0, 10, 0.5), rng, anchors=two)
    fixes = follow(new_state(1), rows, anchors=two)
    assert 2_500 < fixes.t_ms[0] < 4_500
    assert fixes.r68_m[0] > 3.0


def test_levels_alone_are_followed_roughly():
    rng = np.random.default_rng(10)
    rows = rows_of(walking, np.arange(0, 20, 0.5), rng, sd=0)
    loss = 22 * np.log10(rows.value) + rng.normal(0, 4, len(rows.value))
    rows = rows._replace(tech=np.full(len(loss), 2), value=loss)
    fixes = follow(new_state(1), rows)
    error = errors(fixes, walking)
    assert np.median(error[10:]) < 6.5  # by distance alone, 4 dB of noise; a radio map does better
    assert fixes.r68_m[10:].min() > 0.5


def test_after_a_long_silence_it_begins_again():
    rng = np.random.default_rng(11)
    state = new_state(1)
    follow(state, rows_of(lambda t: (5, 5), np.arange(0, 5, 0.5), rng))
    fixes = follow(state, rows_of(lambda t: (35, 25), np.arange(100, 103, 0.5), rng))
    assert errors(fixes, lambda t: (35, 25)).max() < 0.6


def test_places_solved_elsewhere_are_smoothed_and_believed_after_a_jump():
    state = new_state(1)
    t = np.arange(0, 20_000, 1000)
    x = np.where(t < 10_000, 5.0, 105.0)
    fixes = follow_places(
        state, np.zeros(20, np.int64), t, x, np.full(20, 5.0), np.full(20, 2.0),
        bare_site(ANCHORS), np.zeros(1, int), np.zeros(1, int), SPEEDS, 1,
    )  # fmt: skip
    assert abs(fixes.x[9] - 5) < 0.5
    assert abs(fixes.x[10] - 5) < 1.0
    assert abs(fixes.x[13] - 105) < 1.0


def test_state_is_one_blob_that_goes_on_as_if_nothing_happened():
    rng = np.random.default_rng(12)
    rows = rows_of(walking, np.arange(0, 20, 0.2), rng)
    half = len(rows.tag) // 2
    first, second = (Rows(*(c[part] for c in rows)) for part in (slice(half), slice(half, None)))
    whole, state = new_state(3), new_state(3)
    expected = follow(whole, rows)
    follow(state, first)
    blob = dump_state(state)
    again = load_state(blob)
    assert dump_state(again) == blob
    got = follow(again, second)
    assert np.array_equal(got.x, expected.x[-len(got.x) :])
    assert again.tobytes() == whole.tobytes()
    with pytest.raises(ValueError, match="blob"):
        load_state(b"nonsense")


def test_a_new_tag_list_keeps_what_is_known():
    rng = np.random.default_rng(13)
    state = new_state(2)
    follow(state, rows_of(walking, np.arange(0, 4, 0.2), rng, tag=1))
    moved = rearranged(state, np.array([1, -1, 0]), np.array([5, 4, 3, 2, 1, 0]))
    assert np.array_equal(moved["mean"][0], state["mean"][1])
    assert moved["phase"].tolist() == [1, 0, 0]
    assert moved["slot_anchor"][0, :6].tolist() == (5 - state["slot_anchor"][1, :6]).tolist()
