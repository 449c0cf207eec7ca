"""Replay keeps the recording: spacing, places, never the future, never too far in the past."""

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest

from anhuan.devices.datasets.recording import Recording, Report, TruthPoint
from anhuan.devices.replaying.ground import Laid, length_ms, offset
from anhuan.devices.replaying.opening import open_recording
from anhuan.devices.replaying.player import batches, play
from anhuan.devices.replaying.timing import BUCKET_MS, begin_ms
from anhuan.node.trouble import Trouble

T0_NS = 1_734_501_485_000_000_000
RECORDING = Recording(
    name="LOS/Trajectory_A/Case_1",
    tech="uwb-twr",
    anchors={"3": (0.0, 0.0, 2.0), "5": (2.0, 0.0, 2.0)},
    reports=tuple(
        Report(T0_NS + k * 50_000_000, "35"[k % 2], 5.0 + k / 100, -80.0, -82.0) for k in range(400)
    ),
    truth=tuple(TruthPoint(T0_NS + k * 1_000_000_000, k * 1.0, 1.0, 0.0) for k in range(21)),
    tag_z_m=1.0,
    window_ns=(T0_NS, T0_NS + 20_000_000_000),
    published={"LS": 1.0, "ESKF": 1.1},
)
HOUR_MS = 1_800_000_000_000 // BUCKET_MS * BUCKET_MS


@pytest.mark.parametrize("speed", [0.5, 1, 2, 10, 40])
@pytest.mark.parametrize("past_bucket_s", [0, 1, 61, 200, 300, 450, 599])
@pytest.mark.parametrize("length_s", [20, 178, 278])
def test_no_report_is_from_the_future_or_too_old(speed, past_bucket_s, length_s):
    now, length = HOUR_MS + past_bucket_s * 1000, length_s * 1000
    begin = begin_ms(now, length, speed)
    for share in np.linspace(0, 1, 50):
        own, sent = begin + share * length, now + share * length / speed
        assert own <= sent
        assert sent - own < 600_000


def test_spacing_and_places_are_kept():
    laid = Laid(RECORDING, *offset(RECORDING, (300.0, 80.0)), 1_000)
    truth = laid.truth()
    assert np.diff(truth.t_ms).tolist() == [1000.0] * 20
    assert truth.x.min() + truth.x.max() == pytest.approx(600.0)
    back = [(x - laid.dx_m, y - laid.dy_m) for x, y in zip(truth.x, truth.y, strict=True)]
    assert np.allclose(back, [(p.x, p.y) for p in RECORDING.truth])
    assert laid.anchor_at("5")[0] - laid.anchor_at("3")[0] == pytest.approx(2.0)


@pytest.mark.parametrize("speed", [1, 10, 40])
def test_batches_are_never_early_and_lose_nothing(speed):
    found = list(batches(Laid(RECORDING, 0, 0, 0), speed))
    assert sum(len(batch) for _, batch in found) == len(RECORDING.reports)
    for due_s, batch in found:
        assert (batch[-1].t_ns - T0_NS) / 1e9 / speed <= due_s
    gaps = [b - a for (a, _), (b, _) in itertools.pairwise(found)]
    assert min(gaps) > 0.049


def test_messages_carry_the_recorded_values_and_times():
    sent = []
    laid = Laid(RECORDING, 0, 0, 5_000)
    assert play(laid, "RP-1", {"3": "RP-3", "5": "RP-5"}, 1000, sent.append) == 400
    reports = [report for batch in sent for report in batch]
    assert json.loads(json.dumps(reports[1])) == {
        "tag": "RP-1",
        "t": "2024-12-18T05:58:10.050Z",
        "tech": "uwb-twr",
        "obs": [{"anchor": "RP-5", "range_m": 5.01, "rssi_dbm": -80.0, "fp_dbm": -82.0}],
    }


def test_levels_have_no_range():
    sent = []
    laid = Laid(replace(RECORDING, tech="ble-rssi"), 0, 0, 0)
    play(laid, "RP-1", {"3": "RP-3", "5": "RP-5"}, 1000, sent.append)
    assert sent[0][0]["obs"][0] == {"anchor": "RP-3", "rssi_dbm": -80.0}


def test_length():
    assert length_ms(RECORDING) == 399 * 50


@pytest.mark.parametrize(
    ("dataset", "make", "words"),
    [
        ("no-such", (), "没有数据集"),
        ("uwb-outdoor", None, "没有目录"),
        ("uwb-outdoor", (), "不是一次测量"),
        ("ble-philotuxo", (), "不是一次行走"),
        ("uwb-outdoor", ("trajectory.csv", "A3.csv"), "无法读取"),
    ],
)
def test_wrong_paths_are_told_in_one_sentence(tmp_path, dataset, make, words):
    place = tmp_path / "LOS" / "Trajectory_A" / "Case_1"
    if make is not None:
        place.mkdir(parents=True)
        for name in make:
            (place / name).write_text("nonsense\n")
    with pytest.raises(Trouble, match=words):
        open_recording(dataset, place)
