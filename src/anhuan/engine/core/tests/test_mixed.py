"""Several technologies on one tag, and walls: one calm track, weighed by what each can do."""

import numpy as np
import pytest

from anhuan.engine.core.config import Anchor, Config, Settings, Tag, Wall
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.reports import Places, reports_of
from anhuan.engine.core.tests.plants import START_MS, make_anchors, ranges_from, uid
from anhuan.engine.core.walls import wall_table
from anhuan.engine.core.walls.keep import first_wall

READER = Anchor("R1", 10.0, 5.0, 2.0, reach_m=4.0)


def engine_of(anchors, walls=(), **settings):
    config = Config(
        anchors, (Tag(uid(1), "T"),), settings=Settings(grace_ms=0, **settings), walls=walls
    )
    return Pipeline(config, START_MS)


def place(engine, t_ms, x, y, r68_m):
    """One GNSS position."""
    whole, real = lambda v: np.array([v], np.int64), lambda v: np.array([float(v)])
    now = START_MS + t_ms
    engine.ingest_places(Places(whole(0), whole(now), real(x), real(y), whole(0), real(r68_m)), now)


def shown(engine, t_ms):
    """Fixes (t, x, y, r68) since the last time."""
    tables = engine.tick(START_MS + t_ms).fixes
    rows = [zip(f.t_ms - START_MS, f.x, f.y, f.r68_m, strict=True) for f in tables]
    return [row for table in rows for row in table]


def handed_over(rng, gnss_off_m=3.0):
    """Out of a hall with UWB into the yard with GNSS, 1.2 m/s along y = 15; fixes."""
    anchors, fixes, engine = make_anchors(), [], engine_of(make_anchors())
    for t in range(0, 60_000, 200):
        x = 10 + 1.2 * t / 1000
        if x < 42:
            engine.ingest(ranges_from(anchors, 0, t, (x, 15.0, 1.0), rng, 0.1), START_MS + t)
        if x > 36 and t % 1000 == 0:
            place(engine, t, x + rng.normal(0, 1), 15 + gnss_off_m + rng.normal(0, 1), 5.0)
        fixes += shown(engine, t)
    return np.array(fixes)


@pytest.mark.clause("AQL-064", "POS-117")
def test_from_uwb_indoors_to_gnss_outdoors_without_a_jump():
    fixes = handed_over(np.random.default_rng(1))
    steps = np.hypot(*np.diff(fixes[:, 1:3], axis=0).T)
    assert steps.max() < 3.5  # less than GNSS is wrong by; a second's walk is 1.2 m
    inside = fixes[:, 1] < 35
    assert np.abs(fixes[inside & (fixes[:, 0] > 2000), 2] - 15).max() < 0.8
    assert fixes[-1, 0] > 58_000


def test_the_radius_grows_to_what_gnss_says_and_does_not_average_away():
    fixes = handed_over(np.random.default_rng(2))
    error = np.hypot(fixes[:, 1] - (10 + 1.2 * fixes[:, 0] / 1000), fixes[:, 2] - 15)
    outside = fixes[:, 0] > 45_000
    assert fixes[outside, 3].min() > 3.0  # its error is the same from second to second
    assert np.mean(error[outside] <= fixes[outside, 3]) > 0.6
    assert fixes[fixes[:, 1] < 30][5:, 3].max() < 0.7


def test_gnss_that_contradicts_the_anchors_indoors_moves_nobody():
    rng, anchors, engine = np.random.default_rng(3), make_anchors(), engine_of(make_anchors())
    fixes = []
    for t in range(0, 20_000, 500):
        engine.ingest(ranges_from(anchors, 0, t, (12, 9, 1.0), rng, 0.1), START_MS + t)
        place(engine, t, 60.0, 70.0, 3.0)  # a reflection
        fixes += shown(engine, t)
    assert np.hypot(*(np.array(fixes)[4:, 1:3] - (12, 9)).T).max() < 0.6


@pytest.mark.clause("POS-028")
def test_a_zone_reader_gives_its_place_and_an_honest_radius():
    engine, fixes = engine_of((READER,)), []
    builder = engine.builder()
    assert builder.add("T", START_MS, "rfid", [{"anchor": "R9"}]) == "unknown_anchor"
    for t in range(0, 10_000, 1000):
        assert builder.add("T", START_MS + t, "rfid", [{"anchor": "R1"}]) is None
        engine.ingest(builder.take(), START_MS + t)
        fixes += shown(engine, t)
    fixes = np.array(fixes)
    assert np.allclose(fixes[:, 1:3], (10, 5), atol=0.01)
    rng = np.random.default_rng(4)
    way, far = rng.uniform(0, 2 * np.pi, 20_000), 4.0 * np.sqrt(rng.random(20_000))
    anywhere = np.hypot(far * np.cos(way), far * np.sin(way))
    for r68 in (fixes[0, 3], fixes[-1, 3]):
        assert 0.64 <= np.mean(anywhere <= r68) <= 0.76


def test_ranges_after_a_reader_take_over():
    rng, anchors = np.random.default_rng(5), make_anchors()
    engine = engine_of((*anchors, READER))
    engine.ingest(reports_of([(0, START_MS, 5, 6, 0.0, np.nan, np.nan)]), START_MS)
    fixes = []
    for t in range(500, 10_000, 500):
        engine.ingest(ranges_from(anchors, 0, t, (12, 7, 1.0), rng, 0.1), START_MS + t)
        fixes += shown(engine, t)
    assert np.hypot(fixes[-1][1] - 12, fixes[-1][2] - 7) < 0.5
    assert fixes[-1][3] < 0.8


WALL = (Wall(20.0, -5.0, 20.0, 12.0), Wall(20.0, 14.0, 20.0, 40.0))  # a door at y = 12..14


def roughly(walls, path, seed=6, sd_m=2.5):
    """Rough positions once a second on the true `path(t_s)`."""
    rng, engine, fixes = np.random.default_rng(seed), engine_of((), walls), []
    for t in range(0, 40_000, 1000):
        x, y = path(t / 1000)
        sd = sd_m if t else 0.1  # it begins where it is
        place(engine, t, x + rng.normal(0, sd), y + rng.normal(0, sd), 1.515 * sd)
        fixes += shown(engine, t)
    return np.array(fixes)


def test_nobody_walks_through_a_wall():
    along = lambda t: (19.0, 1.0 + 0.1 * t)  # noqa: E731
    free, kept = roughly((), along), roughly(WALL, along)
    assert free[:, 1].max() > 20.0
    assert kept[:, 1].max() <= 20.0
    miss = lambda fixes: np.abs(fixes[10:, 1] - 19.0).mean()  # noqa: E731
    assert miss(kept) < miss(free)


def test_a_door_lets_through():
    through = lambda t: (10.0 + 0.5 * t, 13.0)  # noqa: E731
    fixes = roughly(WALL, through, sd_m=1.0)
    assert fixes[-1, 1] > 26.0


def test_ranges_that_insist_are_believed_against_the_drawing():
    """A door nobody has drawn: the walk goes straight through the wall."""
    rng, anchors = np.random.default_rng(7), make_anchors()
    engine, fixes = engine_of(anchors, (Wall(20.0, -50.0, 20.0, 50.0),)), []
    for t in range(0, 20_000, 200):
        where = (10 + 1.0 * t / 1000, 8.0, 1.0)
        engine.ingest(ranges_from(anchors, 0, t, where, rng, 0.1), START_MS + t)
        fixes += shown(engine, t)
    fixes = np.array(fixes)
    error = np.hypot(fixes[:, 1] - (10 + fixes[:, 0] / 1000), fixes[:, 2] - 8.0)
    assert error[fixes[:, 0] > 13_000].max() < 1.0


def test_a_wall_belongs_to_its_floor():
    table = wall_table((Wall(5, 0, 5, 10, floor=2), Wall(8, 0, 8, 10)), {1: 0, 2: 1})
    assert first_wall(table, 1, 0.0, 5.0, 10.0, 5.0)[0] == 0
    assert first_wall(table, 0, 0.0, 5.0, 10.0, 5.0)[0] == 1
    assert first_wall(table, 0, 0.0, 5.0, 7.0, 5.0)[0] == -1
    assert table.is_open.all()
