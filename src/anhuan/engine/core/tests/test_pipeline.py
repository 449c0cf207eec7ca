"""The whole path: from ranges to decisions, and again after a kill -9, exactly."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from anhuan.engine.core.config import Kind, Tag
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.reports import Reports, reports_of
from anhuan.engine.core.tests.plants import (
    START_MS,
    decisions,
    make_anchors,
    make_area,
    make_engine,
    make_fence,
    make_tags,
    play,
    put,
    ranges_from,
    square,
    uid,
    visits,
)

ANCHORS = make_anchors()


def a_day(seed=1, seconds=100):
    """Messages (arrival ms, rows): eight tags walking about, some rings of the same message."""
    rng = np.random.default_rng(seed)
    messages = []
    for t in range(0, seconds * 1000, 500):
        for tag in range(8):
            angle = t / 15_000 + tag
            place = (20 + 14 * np.cos(angle), 15 + 8 * np.sin(angle), 1.0)
            if tag < 3 and t > 20_000:
                place = (10 + tag, 10, 1.0)
            rows = ranges_from(ANCHORS, tag, t - int(rng.integers(0, 80)), place, rng, 0.1)
            messages.append((START_MS + t, rows))
        if t % 7_000 == 0:
            messages.append(messages[-1])
    return messages


def busy_engine():
    return make_engine(
        8,
        areas=[make_area(over_limit=3, max_stay_s=30), make_area(901, square(20, 0, 20))],
        fences=[
            make_fence(shape=square(5, 5, 10), may_enter=frozenset({uid(1)}), still_after_s=20)
        ],
    )


def run(engine, messages, restart_every=None):
    """Feed messages; with `restart_every` the engine is dumped and loaded into a new one."""
    outputs = []
    for k, (now, rows) in enumerate(messages):
        engine.ingest(rows, now)
        outputs.append(engine.tick(now))
        if restart_every and k % restart_every == 0:
            blob = engine.dump()
            engine = busy_engine()
            engine.load(blob)
            assert engine.dump() == blob
    outputs.append(engine.tick(messages[-1][0] + 1000))
    return outputs, engine


def told(outputs):
    return [
        (d.rule, d.phase, d.id, d.onset_ms, d.at_ms, dict(d.inputs)) for d in decisions(outputs)
    ]


def test_the_same_input_gives_the_same_decisions_through_restarts():
    messages = a_day()
    first, engine = run(busy_engine(), messages)
    again, other = run(busy_engine(), messages, restart_every=97)
    assert told(first) == told(again)
    assert [vars_of(v) for v in visits(first)] == [vars_of(v) for v in visits(again)]
    assert engine.dump() == other.dump()
    rules = {d.rule for d in decisions(first)}
    assert {"over_count", "entered", "overstayed", "still", "crowding"} <= rules


def vars_of(visit):
    return visit.tag, visit.zone, visit.left, visit.t_ms, visit.entered_ms


def test_how_often_it_is_ticked_changes_nothing():
    messages = a_day(seconds=60)
    often, _ = run(busy_engine(), messages)
    engine = busy_engine()
    for now, rows in messages:
        engine.ingest(rows, now)
    once = engine.tick(messages[-1][0] + 1000)
    assert told(often) == told([once])
    assert sum(len(f.tag) for out in often for f in out.fixes) == sum(
        len(f.tag) for f in once.fixes
    )


def test_positions_are_right_and_once_a_step():
    engine = busy_engine()
    outputs, _ = run(engine, a_day(seconds=40))
    for out in outputs:
        for fixes in out.fixes:
            late = (fixes.tag == 0) & (fixes.t_ms > START_MS + 25_000)
            assert np.all(np.hypot(fixes.x[late] - 10, fixes.y[late] - 10) < 0.8)
    steps = [
        (tag, t // 500) for out in outputs for f in out.fixes
        for tag, t in zip(f.tag.tolist(), f.t_ms.tolist(), strict=True)
    ]  # fmt: skip
    assert len(set(steps)) >= 0.99 * len(steps)  # a late range may renew the fix of its step
    assert len(steps) >= 8 * 70


@pytest.mark.clause("POS-002", "POS-027")
def test_a_fix_knows_its_area():
    engine = make_engine(
        1, areas=[make_area(900, square(0, 0, 40)), make_area(901, square(10, 10, 5))]
    )
    outputs = play(engine, lambda t: {0: (12, 12) if t < 3000 else (12, 8)}, 8_000)
    areas = [a for out in outputs for f in out.fixes for a in f.area.tolist()]
    assert areas[2] == 1
    assert areas[-1] == 0


def test_nothing_in_the_future_is_believed():
    engine = make_engine(1)
    rows = ranges_from(ANCHORS, 0, 4_000, (12, 9, 1.0))
    assert engine.ingest(rows, START_MS).tolist() == [0] * 6
    output = engine.tick(START_MS + 1_000)
    assert output.fixes[0].t_ms.tolist() == [START_MS]
    refused = ranges_from(ANCHORS, 0, 9_000, (12, 9, 1.0))
    assert engine.ingest(refused, START_MS + 1_000).tolist() == [3] * 6


@pytest.mark.clause("POS-031")
def test_buffered_data_is_placed_when_it_happened():
    """A gateway sends two minutes at once: visits and fixes get the times of the ranges."""
    engine = make_engine(1, areas=[make_area()])
    late = [
        row
        for t in range(0, 30_000, 500)
        for row in zip(*ranges_from(ANCHORS, 0, t, (1 + t / 1000, 10, 1.0)), strict=True)
    ]
    engine.ingest(reports_of(late), START_MS + 120_000)
    output = engine.tick(START_MS + 121_000)
    entered, left = output.visits
    assert abs(entered.t_ms - START_MS) < 1_000
    assert abs(left.t_ms - START_MS - 20_000) < 1_500
    t_ms = np.concatenate([f.t_ms for f in output.fixes])
    assert len(t_ms) >= 59
    assert t_ms.max() < START_MS + 30_000


def test_reconfiguring_keeps_people_where_they_are():
    engine = busy_engine()
    run(engine, a_day(seconds=60))
    inside = {(str(engine.plant.tags[t].id), z) for t, z in open_visits(engine)}
    config = engine.plant.config
    turned = replace(
        config, tags=(*reversed(config.tags), Tag(uid(99), "new", Kind.VISITOR)),
        anchors=tuple(reversed(config.anchors)), areas=tuple(reversed(config.areas)),
    )  # fmt: skip
    x = {str(t.id): v for t, v in zip(engine.plant.tags, engine.state.last.x, strict=True)}
    engine.reconfigure(turned)
    assert {(str(engine.plant.tags[t].id), z) for t, z in open_visits(engine)} == inside
    for tag, value in zip(engine.plant.tags[:8], engine.state.last.x, strict=False):
        assert x[str(tag.id)] == value
    assert np.isnan(engine.state.last.x[8])
    again = engine.tick(START_MS + 61_500)
    assert [d for d in again.decisions if d.rule in ("entered", "over_count")] == []


def open_visits(engine):
    tags, slots = np.nonzero(engine.state.visits.zone >= 0)
    zones = engine.state.visits.zone[tags, slots]
    return [(int(t), str(engine.plant.zones[z].id)) for t, z in zip(tags, zones, strict=True)]


def test_state_moves_to_another_configuration_on_load():
    engine = busy_engine()
    run(engine, a_day(seconds=40))
    blob = engine.dump()
    config = engine.plant.config
    fewer = replace(config, tags=config.tags[2:], areas=config.areas[1:], fences=())
    other = Pipeline(fewer, START_MS)
    other.load(blob)
    assert np.array_equal(other.state.last.x, engine.state.last.x[2:])
    other.tick(START_MS + 45_000)
    with pytest.raises(ValueError, match="blob"):
        other.load(b"rubbish")


def test_an_empty_plant_runs():
    engine = Pipeline(replace(make_engine(0).plant.config, anchors=()), START_MS)
    output = engine.tick(START_MS + 5_000)
    assert output.decisions == []
    assert output.total.tolist() == [0, 0, 0, 0]
    engine.load(engine.dump())


def test_every_decision_explains_itself():
    outputs, _ = run(busy_engine(), a_day())
    for decision in decisions(outputs):
        assert decision.version >= 1
        assert decision.inputs
        assert decision.onset_ms <= decision.at_ms


def test_providers_and_ranges_make_one_track():
    """GNSS in the yard, UWB in the hall: no gap, no jump at the door (AQL-092)."""
    engine = make_engine(1)
    for t in range(0, 20_000, 500):
        x = t / 1000 * 1.2
        if t < 10_000:
            put(engine, t, {0: (x, 10.0)}, r68_m=1.0)
        else:
            engine.ingest(ranges_from(ANCHORS, 0, t, (x, 10, 1.0)), START_MS + t)
    fixes = engine.tick(START_MS + 21_000).fixes
    t_ms = np.concatenate([f.t_ms for f in fixes]) - START_MS
    x = np.concatenate([f.x for f in fixes])
    assert np.diff(t_ms).max() <= 1_000
    assert np.abs(x - t_ms / 1000 * 1.2)[4:].max() < 1.5


def test_importing_the_core_compiles_nothing():
    code = (
        "from numba.core import event\n"
        "seen = []\n"
        "class Listener(event.Listener):\n"
        "    def on_start(self, e): seen.append(e)\n"
        "    def on_end(self, e): pass\n"
        "event.register('numba:compile', Listener())\n"
        "import anhuan.engine.core.pipeline, anhuan.engine.core.warmup\n"
        "import sys; assert not seen and 'django' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


def test_tags_are_not_mixed_up():
    engine = make_engine(make_tags(3))
    put(engine, 0, {2: (5.0, 5.0), 0: (25.0, 25.0)})
    (fixes,) = engine.tick(START_MS + 1_000).fixes
    assert dict(zip(fixes.tag.tolist(), fixes.x.tolist(), strict=True)) == {0: 25.0, 2: 5.0}


def rubbish(rng, size):
    """Observations that pass the checks and make no sense together."""
    tech = rng.integers(0, 3, size)
    value = np.where(tech == 2, rng.uniform(-120, 0, size), rng.uniform(0, 250, size))
    t_ms = START_MS + rng.integers(-400, 400, size)
    tag, anchor = rng.integers(0, 4, size), rng.integers(0, 6, size)
    return Reports(
        tag, t_ms, tech, anchor, value, np.full(size, -80.0), rng.uniform(-120, -60, size)
    )


@pytest.mark.parametrize("seed", range(5))
def test_rubbish_never_breaks_the_filter(seed):
    rng = np.random.default_rng(seed)
    engine = make_engine(4, areas=[make_area(over_limit=2)])
    for k in range(400):
        now = START_MS + k * 500
        reports = rubbish(rng, int(rng.integers(1, 30)))
        engine.ingest(reports._replace(t_ms=reports.t_ms + k * 500), now)
        for fixes in engine.tick(now).fixes:
            assert np.isfinite(fixes.x + fixes.y + fixes.r68_m + fixes.speed_mps).all()
            assert (fixes.r68_m > 0).all()
    variances = np.diagonal(engine.state.track["covariance"], axis1=1, axis2=2)
    assert np.isfinite(variances).all()
    assert (variances >= 0).all()
    for t in range(200_000, 215_000, 500):  # and afterwards sense is found again
        engine.ingest(ranges_from(ANCHORS, 1, t, (12, 9, 1.0)), START_MS + t)
    fixes = engine.tick(START_MS + 216_000).fixes[-1]
    assert np.hypot(fixes.x[-1] - 12, fixes.y[-1] - 9) < 1.0
