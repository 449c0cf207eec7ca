"""The filter's updates beside their scalar twins in plain Python, on a coarse grid."""

from math import isclose, log10, sqrt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.engine.core.track import TUNING, bare_site, new_state
from anhuan.engine.core.track.levels import NODES, misfit_at
from anhuan.engine.core.track.motion import is_sound
from anhuan.engine.core.track.state import FIRST_BIAS, FOLLOWING, SIZE
from anhuan.engine.core.track.update import (
    even_inflation,
    expect,
    inflation,
    observe_anchor,
)

GRID = st.integers(-20, 20)
TWR, TDOA, RSSI = 0, 1, 2
T = TUNING.record()


def row_at(x, y, sd, offset=0.0, bias=0.0):
    """One followed tag, sd (m) either way, its first slot free of doubt but for the usual bias."""
    row = new_state(1)[0]
    row["phase"], row["t_ms"] = FOLLOWING, 0
    row["mean"][:2] = x, y
    row["mean"][4], row["mean"][FIRST_BIAS] = offset, bias
    row["covariance"][:] = np.diag([sd * sd] * 2 + [1.0] * 2 + [4.0] + [0.01] * (SIZE - 5))
    return row


def expected_range(x, y, place, z_m, sd):
    """Distance with its second-order term, direction, and the variance of that term."""
    dx, dy, dz = x - place[0], y - place[1], z_m - place[2]
    d = max(sqrt(dx * dx + dy * dy + dz * dz), 0.1)
    ux, uy = dx / d, dy / d
    along = (ux * ux + uy * uy) * sd * sd
    bend = 0.5 * max(2 * sd * sd - along, 0.0) / d
    return d + bend, (ux, uy), 2 * bend * bend


def huber(u):
    """Factor on the variance: late paths squared from 1.5 sigma, early ones linear from 2.5."""
    if u > 1.5:
        return (u / 1.5) ** 2
    return -u / 2.5 if u < -2.5 else 1.0


def twin(x, y, sd, value, place, tech, offset, bias, extra_sd):
    """(new mean, new variance of x) of one scalar Kalman update, or None if the gate refused."""
    expected, (ux, uy), rough = expected_range(x, y, place, 1.0, sd)
    slope = {0: ux, 1: uy, FIRST_BIAS: 1.0} | ({4: 1.0} if tech == TDOA else {})
    p = {0: sd * sd, 1: sd * sd, 4: 4.0, FIRST_BIAS: 0.01}
    spread = sum(h * h * p[k] for k, h in slope.items())
    innovation = value - expected - bias - (offset if tech == TDOA else 0.0)
    noise = {TWR: 0.06, TDOA: 0.15}[tech] ** 2 + extra_sd**2 + rough
    u = innovation / sqrt(spread + noise)
    if abs(u) > 4.0:
        return None
    variance = spread + noise * huber(u)
    gain = {k: h * p[k] / variance for k, h in slope.items()}
    mean = {0: x, 1: y, 4: offset, FIRST_BIAS: bias}
    after = {k: mean[k] + gain.get(k, 0.0) * innovation for k in mean}
    return after, p[0] - gain[0] * slope[0] * p[0]


@settings(max_examples=300, deadline=None)
@given(GRID, GRID, GRID, GRID, st.integers(-40, 40), st.sampled_from([0.1, 0.5, 2.0]),
       st.sampled_from([TWR, TDOA]), st.integers(-3, 3), st.sampled_from([0.0, 0.5]))  # fmt: skip
def test_a_range_moves_the_filter_as_its_twin(x, y, ax, ay, off, sd, tech, offset, extra):
    place = np.array([[ax, ay, 3.0]])
    row, site = row_at(x, y, sd, offset, 0.05), bare_site(place)
    value = sqrt((x - ax) ** 2 + (y - ay) ** 2 + 4.0) + 0.25 * off
    told = twin(x, y, sd, value, place[0], tech, offset, 0.05, extra)
    used = observe_anchor(row, 0, tech, 0, value, extra, 1.0, site, T)
    assert used == (told is not None)
    if told is None:
        assert row["mean"][:2].tolist() == [x, y]
        return
    mean, variance = told
    for k, expected in mean.items():
        assert isclose(row["mean"][k], expected, rel_tol=1e-9, abs_tol=1e-9)
    assert isclose(row["covariance"][0, 0], variance, rel_tol=1e-9)
    assert is_sound(row)


@settings(deadline=None)
@given(st.integers(-60, 60))
def test_huber_bounds_are_those_of_its_twin(tenths):
    u = tenths / 10
    assert isclose(inflation(u, T), huber(u))
    assert isclose(even_inflation(u, T), max(1.0, abs(u) / 2.5))


@settings(deadline=None)
@given(GRID, GRID, GRID, GRID)
def test_what_a_range_should_be_is_what_its_twin_says(x, y, ax, ay):
    place = np.array([[ax, ay, 3.0]])
    value, hx, hy, rough = expect(row_at(x, y, 0.5), TWR, 0, 1.0, bare_site(place))
    told, (ux, uy), more = expected_range(x, y, place[0], 1.0, 0.5)
    assert (
        isclose(value, told) and isclose(hx, ux, abs_tol=1e-12) and isclose(hy, uy, abs_tol=1e-12)
    )
    assert isclose(rough, more, abs_tol=1e-12)


SEEN = np.dtype([("anchor", "i8"), ("value", "f8")])


@settings(deadline=None)
@given(GRID, GRID, GRID, GRID, st.integers(0, 120), st.sampled_from([1.0, 2.2, 4.0]))
def test_a_level_misses_the_log_distance_as_its_twin_says(x, y, ax, ay, loss_db, exponent):
    site = bare_site(np.array([[ax, ay, 3.0]]), exponent)
    one = np.array([(0, float(loss_db))], SEEN)[0]
    d = sqrt((x - ax) ** 2 + (y - ay) ** 2 + 4.0)
    u, sd = misfit_at(one, float(x), float(y), site, -1, 1.0, T)
    assert sd == 8.0
    assert isclose(u, (loss_db - 10 * exponent * log10(d)) / 8.0, abs_tol=1e-9)


def test_the_nodes_of_a_level_that_says_nothing_change_nothing():
    chance = np.exp(-0.5 * np.linspace(-3.25, 3.25, 11) ** 2)
    chance /= chance.sum()
    assert isclose(float(chance @ NODES**2), 1.0) and abs(float(chance @ NODES)) < 1e-12
