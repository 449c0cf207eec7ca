"""Accuracy of the live engine on recorded data with truth. Prints JSON.

UWB: the four recorded outdoor runs go through the pipeline one range at a time, in the order and
at the times recorded, with the default settings for all of them; the filter starts from its own
robust snapshot. Scored are the fixes the engine publishes (twice a second), in the authors' window
against the authors' truth, beside the authors' own published figures. `every_range` scores the
filter after each single range, as the research notes did.

BLE: indoor walks, twelve sensors, with the default path loss, and with one fitted by least squares
on the truth of a walk that is not scored (worse: weak packets are lost, which flattens the fit).
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from anhuan.devices.datasets import ble_philotuxo, uwb_outdoor
from anhuan.devices.datasets.recording import Recording
from anhuan.engine.core.config import Anchor, Config, Settings, Tag, Tech
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.reports import reports_of
from anhuan.engine.core.score import Score, Truth, score, score_track
from anhuan.engine.core.track.state import FOLLOWING

Floats = NDArray[np.float64]
SURVEY_RUN = "straight_05"
NS = 1_000_000
TARGET_M = 0.65


def truth_of(recording: Recording) -> Truth:
    """The recorded truth as arrays."""
    points = recording.truth
    t = np.array([p.t_ns / NS for p in points])
    return Truth(t, np.array([p.x for p in points]), np.array([p.y for p in points]))


def config_of(recording: Recording, settings: Settings, level_1m_dbm: float = -59.0) -> Config:
    """The recorded site: its anchors and one tag."""
    anchors = tuple(
        Anchor(number, *place, rssi_at_1m_dbm=level_1m_dbm)
        for number, place in recording.anchors.items()
    )
    return Config(anchors, (Tag(UUID(int=1), "tag"),), settings=settings)


def run_live(recording: Recording, config: Config) -> tuple[Floats, Floats]:
    """Published fixes (F, 4) and the filter after every report (R, 4): t_ms, x, y, r68 (nan)."""
    engine = Pipeline(config, recording.reports[0].t_ns // NS)
    kind = Tech.TWR if recording.tech == "uwb-twr" else Tech.RSSI
    published, filtered = [], []
    for one in recording.reports:
        now = one.t_ns // NS
        value = one.range_m if kind is Tech.TWR else one.rssi_dbm
        row = (0, now, int(kind), engine.plant.anchor_number[one.anchor], value, one.rssi_dbm,
               one.fp_dbm)  # fmt: skip
        engine.ingest(reports_of([row]), now)
        for fixes in engine.tick(now).fixes:
            published += zip(fixes.t_ms, fixes.x, fixes.y, fixes.r68_m, strict=True)
        track = engine.state.track[0]
        if track["phase"] == FOLLOWING:
            filtered.append((track["t_ms"], track["mean"][0], track["mean"][1], np.nan))
    return np.array(published, float), np.array(filtered, float)


def scored(track: Floats, recording: Recording, with_radius: bool) -> Score:
    """Score inside the authors' window."""
    window = recording.window_ns[0] / NS, recording.window_ns[1] / NS
    radius = track[:, 3] if with_radius else None
    return score_track(track[:, 0], track[:, 1], track[:, 2], truth_of(recording), window, radius)


def rounded(one: Score) -> dict[str, float]:
    """For printing."""
    return {k: round(v, 3) for k, v in asdict(one).items() if v is not None}


def uwb() -> dict[str, object]:
    """All four runs, one setting."""
    runs, live, every = {}, [], []
    for name in uwb_outdoor.RUNS:
        recording = uwb_outdoor.read(name)
        settings = replace(Settings(), tag_height_m=recording.tag_z_m)
        published, filtered = run_live(recording, config_of(recording, settings))
        fixes, ranges = scored(published, recording, True), scored(filtered, recording, False)
        live.append(fixes.rmse_2d_m)
        every.append(ranges.rmse_2d_m)
        runs[name] = rounded(fixes) | {
            "every_range": rounded(ranges),
            "published_rmse_2d_m": {k: round(v, 3) for k, v in recording.published.items()},
            "first_fix_after_s": round((published[0, 0] - recording.reports[0].t_ns / NS) / 1e3, 2),
        }
    theirs = [uwb_outdoor.read(name).published for name in uwb_outdoor.RUNS]
    return {
        "runs": runs,
        "mean_rmse_2d_m": round(float(np.mean(live)), 3),
        "mean_rmse_2d_m_every_range": round(float(np.mean(every)), 3),
        "published_mean": {k: round(float(np.mean([p[k] for p in theirs])), 3) for k in theirs[0]},
        "limit_m": TARGET_M,
        "met": bool(np.mean(live) <= TARGET_M),
    }


def fit_path_loss(recording: Recording) -> tuple[float, float]:
    """Level at 1 m (dBm) and exponent, by least squares on a surveyed walk."""
    truth = truth_of(recording)
    x, y = truth.at(np.array([one.t_ns / NS for one in recording.reports]))
    place = np.array([recording.anchors[one.anchor] for one in recording.reports])
    distance = np.hypot(np.hypot(x - place[:, 0], y - place[:, 1]), recording.tag_z_m - place[:, 2])
    design = np.column_stack([np.ones(len(distance)), -10 * np.log10(np.maximum(distance, 0.3))])
    levels = np.array([one.rssi_dbm for one in recording.reports])
    base, exponent = np.linalg.lstsq(design, levels, rcond=None)[0]
    return float(base), float(exponent)


def ble() -> dict[str, object]:
    """All walks but the surveyed one, with the surveyed model and with the defaults."""
    base, exponent = fit_path_loss(ble_philotuxo.read(SURVEY_RUN))
    models = {"default": (-59.0, Settings().path_loss_exponent), "fitted": (base, exponent)}
    out: dict[str, object] = {}
    for name, (level, slope) in models.items():
        runs, errors, radii = {}, [], []
        for run in ble_philotuxo.runs():
            if run == SURVEY_RUN:
                continue
            recording = ble_philotuxo.read(run)
            settings = replace(Settings(), tag_height_m=recording.tag_z_m, path_loss_exponent=slope)
            published, _ = run_live(recording, config_of(recording, settings, level))
            runs[run] = rounded(scored(published, recording, True))
            x, y = truth_of(recording).at(published[:, 0])
            errors.append(np.hypot(published[:, 1] - x, published[:, 2] - y))
            radii.append(published[:, 3])
        everything = score(np.concatenate(errors), np.concatenate(radii))
        out[name] = {
            "rssi_at_1m_dbm": round(level, 1),
            "exponent": round(slope, 2),
            "all": rounded(everything),
            "runs": runs,
        }
    return out


def main() -> None:
    """Both data sets, as far as they are there."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true", help="always so")
    arguments.add_argument("--only", choices=("uwb", "ble"))
    options = arguments.parse_args()
    report: dict[str, object] = {}
    for name, there, run in (
        ("uwb_outdoor", uwb_outdoor.folder(), uwb),
        ("ble_philotuxo", ble_philotuxo.folder(), ble),
    ):
        if options.only and not name.startswith(options.only):
            continue
        report[name] = run() if there.exists() else f"absent: {there}"
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
