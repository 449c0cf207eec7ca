"""Angles: the place where directions meet, in one shot and followed; headings count."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from anhuan.engine.core.config import Anchor, Config, Settings, Tag
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.solve import solve_aoa
from anhuan.engine.core.tests.plants import START_MS, uid
from anhuan.engine.core.track.expect import expect_azimuth, expect_elevation, turned
from anhuan.engine.core.track.state import new_state

LOCATORS = (
    Anchor("L0", 0, 0, 4, heading_deg=45),
    Anchor("L1", 30, 0, 4, heading_deg=135),
    Anchor("L2", 30, 20, 4, heading_deg=-135),
)
Z_M = 1.0


def seen_from(anchor, x, y):
    """Azimuth and elevation (degrees) as the anchor sees a tag worn at 1 m."""
    azimuth = math.degrees(math.atan2(y - anchor.y, x - anchor.x)) - anchor.heading_deg
    flat = math.hypot(x - anchor.x, y - anchor.y)
    return azimuth, math.degrees(math.atan2(Z_M - anchor.z, flat))


def report(anchors, x, y, *, elevation=True, range_m=False, rng=None):
    """Observations of the contract."""
    found = []
    for anchor in anchors:
        azimuth, up = seen_from(anchor, x, y)
        one = {"anchor": anchor.number, "azimuth_deg": azimuth + (rng.normal(0, 3) if rng else 0)}
        if elevation:
            one["elevation_deg"] = up + (rng.normal(0, 3) if rng else 0)
        if range_m:
            one["range_m"] = math.dist((x, y, Z_M), (anchor.x, anchor.y, anchor.z))
        found.append(one)
    return found


def followed(anchors, path, tech="ble-aoa", seconds=20, every_ms=500, **how):
    """Fixes (t, x, y, r68) of a tag on `path(t_s)`."""
    config = Config(anchors, (Tag(uid(1), "T"),), settings=Settings(grace_ms=0))
    engine, fixes = Pipeline(config, START_MS), []
    for t in range(0, seconds * 1000, every_ms):
        builder = engine.builder()
        assert builder.add("T", START_MS + t, tech, report(anchors, *path(t / 1000), **how)) is None
        assert not engine.ingest(builder.take(), START_MS + t).any()
        for table in engine.tick(START_MS + t).fixes:
            fixes += zip(table.t_ms - START_MS, table.x, table.y, table.r68_m, strict=True)
    return np.array(fixes)


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 28), st.integers(2, 18))
def test_exact_directions_meet_at_the_place(x, y):
    azimuth = np.radians([[seen_from(a, x, y)[0] for a in LOCATORS]])
    at = np.array([(a.x, a.y, a.z) for a in LOCATORS], float)
    heading = np.radians([a.heading_deg for a in LOCATORS])
    none = np.full((1, 3), np.nan)
    got = solve_aoa(at, [[0, 1, 2]], azimuth, none, Z_M, heading_rad=heading, sd_rad=0.05)
    assert np.allclose(got[:2], [[x], [y]], atol=0.05)
    assert got[2][0] < 5.0


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 28), st.integers(1, 18))
def test_one_locator_with_elevation_gives_the_place(x, y):
    azimuth, elevation = np.radians(seen_from(LOCATORS[0], x, y))
    assume(abs(elevation) > 0.06)
    at = np.array([(a.x, a.y, a.z) for a in LOCATORS], float)
    heading = np.radians([a.heading_deg for a in LOCATORS])
    got = solve_aoa(at, [[0]], [[azimuth]], [[elevation]], Z_M, heading_rad=heading)
    assert np.allclose(got[:2], [[x], [y]], atol=0.05)


@settings(deadline=None, max_examples=100)
@given(st.integers(-20, 20), st.integers(-20, 20), st.integers(-180, 180), st.integers(1, 9))
def test_what_the_filter_expects_is_geometry_and_its_slope(x, y, heading_deg, up):
    """The compiled models against scalar arithmetic, slope by differences."""
    assume(math.hypot(x, y) >= 1.0)
    row = new_state(1)[0]
    heading, step = math.radians(heading_deg), 1e-4
    row["mean"][:2] = x, y
    value, hx, hy, rough = expect_azimuth(row, 0.0, 0.0, heading)
    assert turned(value - (math.atan2(y, x) - heading)) == pytest.approx(0.0, abs=1e-9)
    assert hx == pytest.approx(turned(math.atan2(y, x + step) - math.atan2(y, x)) / step, abs=1e-3)
    assert hy == pytest.approx(turned(math.atan2(y + step, x) - math.atan2(y, x)) / step, abs=1e-3)
    value, hx, hy, _ = expect_elevation(row, 0.0, 0.0, -float(up))
    level = lambda a, b: math.atan2(-up, math.hypot(a, b))  # noqa: E731
    assert value == pytest.approx(level(x, y))
    assert hx == pytest.approx((level(x + step, y) - level(x, y)) / step, abs=1e-3)
    assert hy == pytest.approx((level(x, y + step) - level(x, y)) / step, abs=1e-3)
    assert rough == 0.0


@pytest.mark.parametrize(
    ("anchors", "how", "within_m"),
    [
        (LOCATORS, {"elevation": False}, 1.5),
        (LOCATORS[:1], {}, 4.0),  # an elevation tells distances badly far away
        (LOCATORS[:1], {"elevation": False, "range_m": True}, 1.5),
    ],
)
@pytest.mark.parametrize("tech", ["uwb-aoa", "ble-aoa"])
def test_a_walk_seen_by_angles_is_followed(anchors, how, within_m, tech):
    path = lambda t: (6 + 0.6 * t, 6.0 + 0.2 * t)  # noqa: E731
    fixes = followed(anchors, path, tech, rng=np.random.default_rng(1), **how)
    late = fixes[fixes[:, 0] > 4_000]
    truth = np.array([path(t / 1000) for t in late[:, 0]])
    error = np.hypot(*(late[:, 1:3] - truth).T)
    assert np.median(error) < within_m
    assert np.mean(error <= late[:, 3]) > 0.5
