"""Accuracy of the live engine on recorded data with truth. Prints JSON.

UWB: recorded outdoor runs go through the pipeline one range at a time, in the order and at the
times recorded, with one setting for all; the filter starts from its own robust snapshot. Scored are
the fixes the engine publishes (twice a second), in the authors' window against the authors' truth,
beside their own published figures. The one figure of their hardware that is no default, how old a
range is when it is stamped, is found by leaving each run out (`range_age`), and also left at 0.

BLE: each walk is found with a radio map of other walks; beside it, on the same levels at the same
instants, plain log-distance trilateration and nearest fingerprints, both in their best variant.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import asdict, replace
from uuid import UUID

import _ble
import numpy as np
from numpy.typing import NDArray

from anhuan.devices.datasets import uwb_outdoor
from anhuan.devices.datasets.recording import Recording
from anhuan.engine.core.config import Anchor, Config, RadioMap, Settings, Tag, Tech
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.radio import radio_map_of
from anhuan.engine.core.reports import reports_of
from anhuan.engine.core.score import Truth, score, score_track

Floats = NDArray[np.float64]
NS = 1_000_000
TARGET_M = 0.50
HONEST = 0.60, 0.76  # share of the truth inside the claimed 68 % radius


def truth_of(recording: Recording) -> Truth:
    """The recorded truth as arrays."""
    points = recording.truth
    t = np.array([p.t_ns / NS for p in points])
    return Truth(t, np.array([p.x for p in points]), np.array([p.y for p in points]))


def run_live(recording: Recording, settings: Settings, maps: tuple[RadioMap, ...] = (),
             level_1m_dbm: float = -59.0) -> Floats:  # fmt: skip
    """Published fixes (F, 4): t_ms, x, y, r68."""
    anchors = tuple(
        Anchor(number, *place, rssi_at_1m_dbm=level_1m_dbm)
        for number, place in recording.anchors.items()
    )
    tags = (Tag(UUID(int=1), "tag"),)
    config = Config(anchors, tags, settings=settings, radio_maps=maps)
    engine = Pipeline(config, recording.reports[0].t_ns // NS)
    kind = Tech.TWR if recording.tech == "uwb-twr" else Tech.RSSI
    fixes = []
    for one in recording.reports:
        now = one.t_ns // NS
        value = one.range_m if kind is Tech.TWR else one.rssi_dbm
        number = engine.plant.anchor_number[one.anchor]
        row = (0, now, int(kind), number, value, one.rssi_dbm, one.fp_dbm)
        engine.ingest(reports_of([row]), now)
        for table in engine.tick(now).fixes:
            fixes += zip(table.t_ms, table.x, table.y, table.r68_m, strict=True)
    return np.array(fixes, float)


def rounded(one: object) -> dict[str, float]:
    """A score for printing."""
    return {k: round(v, 3) for k, v in asdict(one).items() if v is not None}  # type: ignore[call-overload]


def honest(share: float | None) -> bool:
    """Is a share inside the claimed radius what it should be?"""
    return share is not None and HONEST[0] <= share <= HONEST[1]


def range_age_ms(recording: Recording) -> float:
    """How old ranges are when stamped: what their error owes to the speed along the path."""
    truth, when = truth_of(recording), np.array([one.t_ns / NS for one in recording.reports])
    place = np.array([recording.anchors[one.anchor] for one in recording.reports])

    def distance(at_ms: Floats) -> Floats:
        x, y = truth.at(at_ms)
        flat = np.hypot(x - place[:, 0], y - place[:, 1])
        return np.asarray(np.hypot(flat, recording.tag_z_m - place[:, 2]))

    speed = distance(when + 500.0) - distance(when - 500.0)
    error = np.array([one.range_m for one in recording.reports]) - distance(when)
    low, high = (t_ns / NS for t_ns in recording.window_ns)
    keep = (when >= low) & (when <= high) & (np.abs(error) < 1.0)
    slope = np.polyfit(speed[keep], error[keep], 1)[0]
    return float(-1000.0 * slope)


def uwb_with(age_ms: dict[str, int]) -> dict[str, object]:
    """All runs with one setting; age_ms: by run."""
    runs, errors, radii = {}, [], []
    for name, age in age_ms.items():
        recording = uwb_outdoor.read(name)
        settings = replace(Settings(), tag_height_m=recording.tag_z_m, range_age_ms=age)
        fixes = run_live(recording, settings)
        low, high = (t_ns / NS for t_ns in recording.window_ns)
        truth = truth_of(recording)
        one = score_track(*fixes.T[:3], truth, (low, high), fixes[:, 3])
        inside = fixes[(fixes[:, 0] >= low) & (fixes[:, 0] <= high)]
        errors.append(np.hypot(*(inside[:, 1:3].T - np.array(truth.at(inside[:, 0])))))
        radii.append(inside[:, 3])
        runs[name] = rounded(one) | {
            "published_rmse_2d_m": {k: round(v, 3) for k, v in recording.published.items()},
        }
    mean = float(np.mean([run["rmse_2d_m"] for run in runs.values()]))
    everything = score(np.concatenate(errors), np.concatenate(radii))
    return {"mean_rmse_2d_m": round(mean, 3), "all": rounded(everything), "runs": runs}


def uwb() -> dict[str, object]:
    """All runs, one setting; and what the range age was found from."""
    there = [name for name in uwb_outdoor.RUNS if (uwb_outdoor.folder() / name).exists()]
    ages = {name: range_age_ms(uwb_outdoor.read(name)) for name in there}
    left_out = {
        name: round(float(np.mean([age for other, age in ages.items() if other != name])))
        for name in there
    } if len(there) > 1 else {}  # fmt: skip
    fixed = uwb_with(dict.fromkeys(there, uwb_outdoor.RANGE_AGE_MS))
    theirs = [uwb_outdoor.read(name).published for name in there]
    mean, inside = fixed["mean_rmse_2d_m"], fixed["all"]["inside_r68"]  # type: ignore[index]
    return fixed | {
        "range_age_ms": uwb_outdoor.RANGE_AGE_MS,
        "range_age": {"by_run_ms": {k: round(v) for k, v in ages.items()}},
        "leave_one_run_out": {
            "range_age_ms": left_out,
            "mean_rmse_2d_m": uwb_with(left_out)["mean_rmse_2d_m"] if left_out else None,
        },
        "without_range_age_mean_rmse_2d_m": uwb_with(dict.fromkeys(there, 0))["mean_rmse_2d_m"],
        "published_mean": {k: round(float(np.mean([p[k] for p in theirs])), 3) for k in theirs[0]},
        "limit_m": TARGET_M,
        "met": mean <= TARGET_M,  # type: ignore[operator]
        "inside_r68": inside,
        "honest": honest(inside),
    }


def ble() -> dict[str, object]:
    """Both data sets: ours with a radio map and without, and the two peers at the same instants."""
    errors: dict[str, dict[str, list[Floats]]] = defaultdict(lambda: defaultdict(list))
    radii: dict[str, dict[str, list[Floats]]] = defaultdict(lambda: defaultdict(list))
    for name, learn, walk in _ble.trials():
        base, exponent = _ble.path_loss_of(learn)
        anchors = walk.recording.anchors
        settings = replace(
            Settings(), tag_height_m=walk.recording.tag_z_m, path_loss_exponent=exponent
        )
        made = radio_map_of(_ble.survey_of(learn), anchors, walk.recording.tag_z_m)
        mine = {
            "anhuan_fingerprints": run_live(walk.recording, settings, (made,), base),
            "anhuan_distance": run_live(walk.recording, settings, (), base),
        }
        for method, fixes in mine.items():
            t = fixes[:, 0] / 1e3 - walk.begin_ns / 1e9
            settled = t >= max(_ble.WINDOWS_S)
            errors[name][method].append(error_at(walk, t, fixes[:, 1:3])[settled])
            radii[name][method].append(fixes[settled, 3])
        t = mine["anhuan_fingerprints"][:, 0] / 1e3 - walk.begin_ns / 1e9
        for method, places in peers(walk, t[t >= max(_ble.WINDOWS_S)], learn, (base, exponent)):
            errors[name][method].append(error_at(walk, t[t >= max(_ble.WINDOWS_S)], places))
    return {name: compared(errors[name], radii[name]) for name in errors}


def peers(
    walk: _ble.Walk, t: Floats, learn: list[_ble.Walk], model: tuple[float, float]
) -> list[tuple[str, Floats]]:
    """Every variant of both peers, by name."""
    found = []
    for window in _ble.WINDOWS_S:
        found.append((f"trilateration_{window:g}s", _ble.trilaterated(walk, t, window, model)))
        for count in _ble.NEIGHBOURS:
            places = _ble.neighbours(walk, t, window, learn, count, min(window, 1.0)
                                     if len(learn) == 1 else window)  # fmt: skip
            found.append((f"knn{count}_{window:g}s", places))
    return found


def error_at(walk: _ble.Walk, t: Floats, places: Floats) -> Floats:
    """Horizontal errors, m."""
    return np.asarray(np.hypot(*(places - walk.truth_at(t)).T))


def compared(errors: dict[str, list[Floats]], radii: dict[str, list[Floats]]) -> dict[str, object]:
    """Ours beside the best variant of each peer."""
    scores = {
        name: score(np.concatenate(found), np.concatenate(radii[name]) if name in radii else None)
        for name, found in errors.items()
    }
    best = {
        peer: min((n for n in scores if n.startswith(peer)), key=lambda n: scores[n].rmse_2d_m)
        for peer in ("trilateration", "knn")
    }
    ours = scores["anhuan_fingerprints"]
    return {
        "anhuan_fingerprints": rounded(ours),
        "anhuan_distance": rounded(scores["anhuan_distance"]),
        **{peer: {"variant": name} | rounded(scores[name]) for peer, name in best.items()},
        "better_than_both": all(ours.rmse_2d_m < scores[n].rmse_2d_m for n in best.values()),
        "inside_r68": round(ours.inside_r68 or 0.0, 3),
        "honest": honest(ours.inside_r68),
    }


def main() -> None:
    """Both data sets, as far as they are there."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only", choices=("uwb", "ble"))
    arguments.add_argument("--json", action="store_true", help="JSON is printed in any case")
    options = arguments.parse_args()
    report: dict[str, object] = {}
    if options.only != "ble":
        there = uwb_outdoor.folder().exists()
        report["uwb_outdoor"] = uwb() if there else f"absent: {uwb_outdoor.folder()}"
    if options.only != "uwb":
        report["ble"] = ble() or "absent"
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
