"""Radio maps: made of walks, better than the distance alone, honest where nobody walked."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.engine.core.config import Anchor, Config, RadioMap, RadioSurvey, Settings, Tag
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.radio import Survey, map_table, radio_map_of
from anhuan.engine.core.radio.maps import level_at, map_at
from anhuan.engine.core.radio.snapshot import fit_on_map
from anhuan.engine.core.reports import reports_of
from anhuan.engine.core.tests.plants import START_MS, uid

PLACES = {"B0": (0.0, 0.0, 3.0), "B1": (20.0, 0.0, 3.0), "B2": (20.0, 12.0, 3.0),
          "B3": (0.0, 12.0, 3.0), "B4": (10.0, 6.0, 3.0)}  # fmt: skip
NUMBERS = {number: k for k, number in enumerate(PLACES)}
SHELF_DB = 12.0  # behind x = 10 two anchors are heard worse


def level(number, x, y):
    """What is truly received at (x, y)."""
    ax, ay, az = PLACES[number]
    d = math.sqrt((x - ax) ** 2 + (y - ay) ** 2 + (1 - az) ** 2)
    return -59 - 20 * math.log10(d) - (SHELF_DB if number in ("B0", "B3") and x > 10 else 0.0)


def survey(rng, noise_db=4.0):
    """Two passes through the hall, up and down every metre."""
    rows = []
    for x in np.arange(0.5, 20, 1.0):
        for y in np.arange(0.5, 12, 0.5):
            rows += [(n, x, y, level(n, x, y) + rng.normal(0, noise_db)) for n in PLACES]
    anchor, x, y, heard = zip(*rows, strict=True)
    return Survey(np.array(anchor), np.array(x), np.array(y), np.array(heard))


def made(rng, **how):
    return radio_map_of(survey(rng), PLACES, 1.0, 1, RadioSurvey(**how))


def walked(maps, path, rng, seconds=40):
    """Fixes (t, x, y, r68) of a tag heard twice a second by every beacon."""
    anchors = tuple(Anchor(n, *p) for n, p in PLACES.items())
    config = Config(anchors, (Tag(uid(1), "T"),), settings=Settings(grace_ms=0), radio_maps=maps)
    engine, fixes = Pipeline(config, START_MS), []
    for t in range(0, seconds * 1000, 500):
        x, y = path(t / 1000)
        heard = [level(n, x, y) + rng.normal(0, 4) for n in PLACES]
        rows = [(0, START_MS + t, 2, k, v, v, np.nan) for k, v in enumerate(heard)]
        engine.ingest(reports_of(rows), START_MS + t)
        for table in engine.tick(START_MS + t).fixes:
            fixes += zip(table.t_ms - START_MS, table.x, table.y, table.r68_m, strict=True)
    return np.array(fixes)


def test_a_map_of_walks_says_what_is_heard_and_doubts_what_nobody_walked():
    one = made(np.random.default_rng(1))
    assert one.anchors == tuple(PLACES)
    assert one.noise_db == pytest.approx(5.0, abs=0.2)  # what a survey shows, but at least 5 dB
    i, j = round((15 - one.x_m) / one.step_m), round((3 - one.y_m) / one.step_m)
    for c, number in enumerate(one.anchors):
        assert one.level_dbm[c, i, j] == pytest.approx(level(number, 15, 3), abs=3.0)
    assert one.doubt_db[0, 0, 0] > one.doubt_db[0, i, j]


@pytest.mark.clause("POS-030")
def test_fingerprints_find_a_walk_that_the_distance_alone_does_not():
    rng = np.random.default_rng(2)
    path = lambda t: (2 + 0.4 * t, 6 + 3 * math.sin(t / 8))  # noqa: E731
    truth = lambda fixes: np.array([path(t / 1000) for t in fixes[:, 0]])  # noqa: E731
    error = {}
    for name, maps in (("map", (made(rng),)), ("distance", ())):
        fixes = walked(maps, path, np.random.default_rng(3))[10:]
        error[name] = np.hypot(*(fixes[:, 1:3] - truth(fixes)).T)
        if name == "map":
            assert np.mean(error[name] <= fixes[:, 3]) > 0.55
    assert np.median(error["map"]) < 2.0
    assert np.mean(error["map"]) < 0.8 * np.mean(error["distance"])


def test_an_anchor_hardly_heard_is_left_out_and_no_anchor_is_an_error():
    few = Survey(np.array(["B0"] * 3), np.zeros(3), np.zeros(3), np.full(3, -60.0))
    with pytest.raises(ValueError, match="anchor"):
        radio_map_of(few, PLACES, 1.0)


levels = st.lists(st.integers(-90, -40), min_size=12, max_size=12)


def small_map(values):
    """One anchor, 3 by 4 cells of 2 m."""
    grid = np.array(values, float).reshape(1, 3, 4)
    return RadioMap(1, 10.0, 20.0, 2.0, ("B0",), 5.0, grid, np.full((1, 3, 4), 2.0))


def by_hand(values, x, y):
    """Bilinear interpolation, one multiplication at a time."""
    u, v = min(max((x - 10) / 2, 0), 2), min(max((y - 20) / 2, 0), 3)
    i, j = min(int(u), 1), min(int(v), 2)
    u, v, at = u - i, v - j, lambda a, b: values[4 * a + b]
    low = at(i, j) + v * (at(i, j + 1) - at(i, j))
    high = at(i + 1, j) + v * (at(i + 1, j + 1) - at(i + 1, j))
    return low + u * (high - low)


@settings(deadline=None, max_examples=60)
@given(levels, st.integers(8, 16), st.integers(18, 28))
def test_between_cells_the_map_is_bilinear(values, x, y):
    table = map_table((small_map(values),), NUMBERS, {1: 0}, np.full(5, -59.0))
    loss, doubt = level_at(table, 0, 0, float(x), float(y))
    assert loss == pytest.approx(-59.0 - by_hand(values, x, y))
    assert doubt == 2.0
    assert map_at(table, 0, float(x), float(y)) == (0 if 9 <= x <= 15 and 19 <= y <= 27 else -1)
    assert map_at(table, 1, float(x), float(y)) == -1


@settings(deadline=None, max_examples=40)
@given(levels, st.integers(-90, -40))
def test_the_snapshot_is_the_posterior_mean(values, heard):
    """The compiled fit against a plain sum over cells."""
    table = map_table((small_map(values),), NUMBERS, {1: 0}, np.full(5, -59.0))
    cov = np.empty(3)
    got = fit_on_map(table, 0, np.array([0]), np.array([-59.0 - heard]), np.array([6.0]), 1, cov)
    sd2 = 6.0**2 + 2.0**2
    weight = [(1 + (heard - v) ** 2 / sd2 / 5) ** -3 for v in values]
    x = sum(w * (10 + 2 * (k // 4)) for k, w in enumerate(weight)) / sum(weight)
    y = sum(w * (20 + 2 * (k % 4)) for k, w in enumerate(weight)) / sum(weight)
    assert got[2]
    assert got[:2] == pytest.approx((x, y))
    assert cov[0] > 0.0
    assert cov[2] > 0.0
