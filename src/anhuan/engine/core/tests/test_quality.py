"""How much of what a tag sends fits: blocked paths show in its fixes, drifts in the counts."""

import numpy as np
import pytest

from anhuan.engine.core.config import Anchor
from anhuan.engine.core.tests.plants import START_MS, make_anchors, make_engine, ranges_from
from anhuan.engine.core.tests.test_track import follow, rows_of, walking
from anhuan.engine.core.track import new_state
from anhuan.engine.core.track.residuals import drift_of, no_residuals, note_residual
from anhuan.engine.core.track.state import OLDEST, bytes_of, state_from


def blocked(extra=None, seconds=30):
    rows = rows_of(walking, np.arange(0, seconds, 0.5), np.random.default_rng(5), extra=extra)
    return follow(new_state(1), rows).blocked


def test_blocked_paths_show_in_the_fix_and_clear_ones_do_not():
    assert np.median(blocked()) < 0.15
    half = blocked(lambda t, a: 3.0 if a < 3 and t > 15 else 0.0)
    assert np.median(half[:20]) < 0.15 and half[-1] > 0.3
    assert half.min() >= 0.0 and half.max() <= 1.0


def test_a_little_too_long_is_weighed_down_before_it_is_refused():
    mild = blocked(lambda t, a: 0.45 if a == 0 and t > 15 else 0.0)
    hard = blocked(lambda t, a: 4.0 if a == 0 and t > 15 else 0.0)
    assert blocked()[-1] < mild[-1] <= hard[-1] + 0.05
    assert 1 / 6 - 0.1 < hard[-1] < 1 / 6 + 0.25  # one anchor of six


def test_counts_tell_the_middle_and_the_share_refused():
    counts = no_residuals(3)
    for k in range(1000):
        note_residual(counts, 1, 0.30 + 0.1 * ((k % 11) - 5) / 5, False)
    for _ in range(400):  # blocked: the middle stays
        note_residual(counts, 1, 3.0, True)
    note_residual(counts, 2, -99.0, True)
    found = drift_of(counts)
    assert found.ranges.tolist() == [0, 1400, 1]
    assert np.isnan(found.residual_m[0])
    assert found.residual_m[1] == pytest.approx(0.35, abs=0.05)
    assert found.refused[1] == pytest.approx(400 / 1400)
    assert found.residual_m[2] == pytest.approx(-4.0, abs=0.05)


@pytest.mark.parametrize("bias_m", [-0.6, 0.8])
def test_an_anchor_that_has_drifted_stands_out_among_the_others(bias_m):
    engine, rng = make_engine(20), np.random.default_rng(3)
    anchors = make_anchors()
    for second in range(120):
        for tag in range(20):
            here = walk_of(tag, second)
            rows = ranges_from(anchors, tag, 1000 * second, here, rng, 0.1, ((2, bias_m),))
            engine.ingest(rows, START_MS + 1000 * second)
    found = drift_of(engine.plant.site.residuals)
    others = np.delete(np.arange(6), 2)
    assert abs(found.residual_m[2]) > 0.35
    assert np.sign(found.residual_m[2]) == np.sign(bias_m)
    assert np.abs(found.residual_m[others]).max() < 0.2
    assert found.refused[2] > 2 * found.refused[others].max()


def walk_of(tag, second):
    """Round and round, everyone elsewhere."""
    angle = second / 12 + tag
    return 20 + 15 * np.cos(angle), 15 + 11 * np.sin(angle), 1.0


def test_counting_goes_on_over_a_new_configuration_but_not_at_an_anchor_that_was_moved():
    engine = make_engine(1)
    engine.ingest(ranges_from(make_anchors(), 0, 0, (10, 10, 1)), START_MS)
    engine.ingest(ranges_from(make_anchors(), 0, 500, (10, 10, 1)), START_MS + 500)
    before = engine.plant.site.residuals.sum(axis=1)
    assert before.min() > 0
    config = engine.plant.config
    moved = (Anchor("A0", 1.0, 1.0, 3.0), *config.anchors[1:])
    engine.reconfigure(type(config)(moved, config.tags, settings=config.settings))
    after = engine.plant.site.residuals.sum(axis=1)
    assert after[0] == 0 and after[1:].tolist() == before[1:].tolist()


def test_memory_of_before_there_was_a_quality_is_read():
    state = new_state(3)
    state["mean"][:, 0] = [1.0, 2.0, 3.0]
    old = bytes_of(state)[:, :OLDEST]
    found = state_from(np.ascontiguousarray(old))
    assert found["mean"][:, 0].tolist() == [1.0, 2.0, 3.0]
    assert found["blocked"].tolist() == [0.0, 0.0, 0.0]
    with pytest.raises(ValueError, match="another version"):
        state_from(np.zeros((3, 10), np.uint8))
