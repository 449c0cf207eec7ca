"""The live engine on recorded data with truth. Skipped where the data sets are not there."""

from uuid import UUID

import numpy as np
import pytest

from anhuan.devices.datasets import ble_philotuxo, uwb_outdoor
from anhuan.devices.datasets.recording import shared_data
from anhuan.engine.core.config import Anchor, Config, Settings, Tag, Tech
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.reports import reports_of
from anhuan.engine.core.score import Truth, score, score_track

uwb_is_here = pytest.mark.skipif(
    not uwb_outdoor.folder().exists(), reason=f"no UWB recordings in {shared_data()}"
)
ble_is_here = pytest.mark.skipif(
    not ble_philotuxo.folder().exists(), reason=f"no BLE recordings in {shared_data()}"
)


def replayed(recording):
    """Fixes (t_ms, x, y, r68) of the live engine, one report at a time, one setting for all."""
    anchors = tuple(Anchor(number, *place) for number, place in recording.anchors.items())
    age_ms = uwb_outdoor.RANGE_AGE_MS if recording.tech == "uwb-twr" else 0
    settings = Settings(tag_height_m=recording.tag_z_m, range_age_ms=age_ms)
    now = recording.reports[0].t_ns // 1_000_000
    engine = Pipeline(Config(anchors, (Tag(UUID(int=1), "T"),), settings=settings), now)
    tech = Tech.TWR if recording.tech == "uwb-twr" else Tech.RSSI
    fixes = []
    for one in recording.reports:
        now = one.t_ns // 1_000_000
        value = one.range_m if tech is Tech.TWR else one.rssi_dbm
        anchor = engine.plant.anchor_number[one.anchor]
        rows = [(0, now, int(tech), anchor, value, one.rssi_dbm, one.fp_dbm)]
        engine.ingest(reports_of(rows), now)
        fixes += engine.tick(now).fixes
    return (
        np.concatenate([getattr(f, name) for f in fixes]) for name in ("t_ms", "x", "y", "r68_m")
    )


def truth_of(recording):
    t, x, y = np.array([(p.t_ns / 1e6, p.x, p.y) for p in recording.truth]).T
    return Truth(t, x, y)


def scored(recording):
    t, x, y, r68 = replayed(recording)
    window = tuple(t_ns / 1e6 for t_ns in recording.window_ns)
    return score_track(t, x, y, truth_of(recording), window, r68)


@uwb_is_here
def test_recorded_uwb_runs_are_better_than_published_with_one_setting():
    scores = {run: scored(uwb_outdoor.read(run)) for run in uwb_outdoor.RUNS}
    for run, one in scores.items():
        published = uwb_outdoor.read(run).published
        assert one.rmse_2d_m < min(published.values()), run
        assert one.n > 150
    assert np.mean([one.rmse_2d_m for one in scores.values()]) <= 0.50
    inside = [one.inside_r68 for one in scores.values()]
    assert 0.60 <= np.average(inside, weights=[one.n for one in scores.values()]) <= 0.76


@uwb_is_here
def test_published_figures_come_out_of_their_own_track():
    """Our window, truth and score are the authors': their LS.csv gives their LS figure."""
    for run in uwb_outdoor.RUNS:
        recording = uwb_outdoor.read(run)
        table = np.genfromtxt(uwb_outdoor.folder() / run / "LS.csv", delimiter=",", skip_header=1)
        window = tuple(t_ns / 1e6 for t_ns in recording.window_ns)
        inside = [
            p for p in recording.truth if recording.window_ns[0] <= p.t_ns <= recording.window_ns[1]
        ]
        t, x, y = np.array([(p.t_ns / 1e6, p.x, p.y) for p in inside]).T
        one = score_track(table[:, 0] / 1e6, table[:, 1], table[:, 2], Truth(t, x, y), window)
        assert one.rmse_2d_m == pytest.approx(recording.published["LS"], abs=0.001)


@ble_is_here
def test_recorded_levels_give_a_place_within_five_metres():
    for run in ("straight_03", "zigzagging_without_rotation"):
        assert scored(ble_philotuxo.read(run)).p68_m <= 5.0


@pytest.mark.clause("AQL-001")
def test_accuracy_is_the_error_that_68_27_percent_do_not_exceed():
    errors = np.arange(10_001) / 1000.0
    assert score(errors).p68_m == pytest.approx(6.827, abs=0.001)
    assert score(errors).rmse_2d_m == pytest.approx(5.7737, abs=0.001)
    assert score([]).n == 0


def test_truth_between_its_points_is_interpolated():
    truth = Truth(np.array([0.0, 1000.0]), np.array([0.0, 2.0]), np.array([5.0, 5.0]))
    one = score_track([0, 250, 500, 2000], [0, 0.5, 1.0, 9], [5, 5, 6.0, 9], truth, r68_m=[1] * 4)
    assert (one.n, one.p50_m, one.inside_r68) == (3, 0.0, 1.0)
