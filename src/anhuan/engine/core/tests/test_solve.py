"""Snapshot solvers: exact without noise, robust with blocked paths, honest about doubt."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.engine.core.score import errors_of
from anhuan.engine.core.solve import Quality, solve_rssi, solve_tdoa, solve_twr
from anhuan.engine.core.solve.radius import r68

ANCHORS = np.array([[0, 0, 3], [40, 0, 5], [40, 30, 3], [0, 30, 5], [20, 0, 4], [20, 30, 4]], float)
EVERY = np.arange(6)[None]


def ranges_to(places):
    return np.linalg.norm(np.asarray(places, float)[:, None] - ANCHORS, axis=2)


def noisy(sets, sd=0.1, seed=3):
    rng = np.random.default_rng(seed)
    truth = np.column_stack([rng.uniform(2, 38, sets), rng.uniform(2, 28, sets), np.ones(sets)])
    return truth, ranges_to(truth) + rng.normal(0, sd, (sets, 6))


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 39), st.integers(1, 29))
def test_exact_ranges_give_the_exact_place(x, y):
    ranges = ranges_to([[x, y, 1.0]])
    for answer in (
        solve_twr(ANCHORS, EVERY, ranges, 1.0),
        solve_tdoa(ANCHORS, EVERY, ranges - ranges[:, 2:3], 1.0),
    ):
        assert np.allclose((answer.x, answer.y), [[x], [y]], atol=0.01)
        assert answer.quality[0] == Quality.GOOD
        assert np.allclose(answer.residual, 0.0, atol=0.02)


@pytest.mark.parametrize("blocked", range(6))
def test_one_blocked_anchor_is_rejected(blocked):
    ranges = ranges_to([[12.0, 9.0, 1.0]])
    ranges[0, blocked] += 4.0
    answer = solve_twr(ANCHORS, EVERY, ranges, 1.0)
    assert errors_of(answer.x, answer.y, 12, 9)[0] < 0.05
    assert answer.quality[0] & Quality.REJECTED
    assert answer.weight[0].argmin() == blocked


@pytest.mark.parametrize("blocked", range(6))
def test_a_blocked_reference_does_not_ruin_tdoa(blocked):
    """All differences are taken to the blocked anchor, so all of them are wrong alike."""
    ranges = ranges_to([[12.0, 9.0, 1.0]])
    ranges[0, blocked] += 4.0
    differences = ranges - ranges[:, blocked : blocked + 1]
    answer = solve_tdoa(ANCHORS, EVERY, differences, 1.0)
    assert errors_of(answer.x, answer.y, 12, 9)[0] < 0.05


def test_height_can_be_kept_solved_or_expected():
    high = np.vstack([ANCHORS[:4], [[20, 15, 12], [10, 10, 0]]]).astype(float)
    ranges = np.linalg.norm(np.array([[12.0, 9.0, 4.0]]) - high, axis=1)[None]
    solved = solve_twr(high, EVERY, ranges, 1.0, z_sd_m=np.inf)
    assert np.allclose((solved.x, solved.y, solved.z), [[12], [9], [4]], atol=0.05)
    kept = solve_twr(high, EVERY, ranges, 1.0)
    assert kept.z[0] == pytest.approx(1.0, abs=1e-3)
    between = solve_twr(high, EVERY, ranges, 1.0, z_sd_m=0.05)
    assert 1.0 < between.z[0] < 4.0


def test_too_few_anchors_are_said_so():
    index = np.array([[0, 1, -1, -1, -1, -1], [0, 1, 2, -1, -1, -1]])
    ranges = np.repeat(ranges_to([[12.0, 9.0, 1.0]]), 2, axis=0)
    twr, tdoa = solve_twr(ANCHORS, index, ranges, 1.0), solve_tdoa(ANCHORS, index, ranges, 1.0)
    assert twr.quality.tolist() == [Quality.TOO_FEW, Quality.GOOD]
    assert tdoa.quality.tolist() == [Quality.TOO_FEW, Quality.TOO_FEW]
    assert np.isnan(twr.x[0])
    assert np.isnan(twr.r68[0])


def test_missing_values_are_as_missing_anchors():
    ranges = ranges_to([[12.0, 9.0, 1.0]])
    ranges[0, 3] = np.nan
    answer = solve_twr(ANCHORS, EVERY, ranges, 1.0)
    assert errors_of(answer.x, answer.y, 12, 9)[0] < 0.01
    assert np.isnan(answer.residual[0, 3])


def test_anchors_in_a_line_are_ambiguous():
    line = np.array([[0, 0, 3], [10, 0, 3], [20, 0, 3], [30, 0, 3]], float)
    ranges = np.linalg.norm(np.array([[12.0, 9.0, 1.0]]) - line, axis=1)[None]
    answer = solve_twr(line, np.arange(4)[None], ranges, 1.0)
    assert answer.quality[0] & Quality.AMBIGUOUS
    assert abs(answer.y[0]) == pytest.approx(9.0, abs=0.05)


def test_a_far_tag_and_a_small_frame_are_bad_geometry():
    frame = np.array([[0, 0, 1], [1, 0, 2], [1, 1, 1], [0, 1, 2]], float)
    ranges = np.linalg.norm(np.array([[40.0, 5.0, 1.0]]) - frame, axis=1)[None]
    answer = solve_twr(frame, np.arange(4)[None], ranges, 1.0)
    assert answer.quality[0] & Quality.BAD_GEOMETRY
    assert answer.r68[0] > 2.0


def test_the_claimed_radius_holds_about_two_thirds():
    truth, ranges = noisy(4000)
    answer = solve_twr(ANCHORS, np.tile(EVERY, (4000, 1)), ranges, 1.0)
    inside = np.mean(errors_of(answer.x, answer.y, truth[:, 0], truth[:, 1]) <= answer.r68)
    assert 0.62 <= inside <= 0.80


def test_blocked_paths_cost_little_accuracy():
    truth, ranges = noisy(4000)
    rng = np.random.default_rng(5)
    ranges += (rng.random(ranges.shape) < 0.15) * rng.uniform(0.5, 3, ranges.shape)
    answer = solve_twr(ANCHORS, np.tile(EVERY, (4000, 1)), ranges, 1.0)
    error = errors_of(answer.x, answer.y, truth[:, 0], truth[:, 1])
    assert np.percentile(error, 50) < 0.12
    assert np.percentile(error, 90) < 0.4


def test_levels_give_a_place_whatever_the_power_of_the_tag():
    truth = [[12.0, 9.0, 1.0]]
    levels = -59 - 22 * np.log10(ranges_to(truth))
    for power in (-3.0, 0.0, 3.0):
        answer = solve_rssi(ANCHORS, EVERY, levels + power, 1.0, power_sd_db=100.0)
        assert errors_of(answer.x, answer.y, 12, 9)[0] < 0.1


def test_levels_of_anchors_with_their_own_reference():
    base = np.array([-59.0, -62, -55, -59, -60, -58])
    levels = base - 22 * np.log10(ranges_to([[12.0, 9.0, 1.0]]))
    answer = solve_rssi(ANCHORS, EVERY, levels, 1.0, rssi_at_1m_dbm=base)
    assert errors_of(answer.x, answer.y, 12, 9)[0] < 0.1


@pytest.mark.parametrize(("long", "short"), [(1.0, 1.0), (1.0, 0.5), (2.0, 0.1), (1.0, 0.0)])
def test_r68_holds_its_share_of_a_gaussian(long, short):
    rng = np.random.default_rng(1)
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    points = rng.normal(size=(200_000, 2)) * (long, short) @ turn.T
    (xx, xy), (_, yy) = turn @ np.diag([long**2, short**2]) @ turn.T
    inside = np.mean(np.hypot(*points.T) <= r68(xx, xy, yy))
    assert inside == pytest.approx(0.6827, abs=0.006)
