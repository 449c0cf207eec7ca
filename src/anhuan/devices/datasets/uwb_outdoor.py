"""Outdoor two-way ranging to four anchors, with RTK truth.

cucudasluv/UWB-dataset, Scientific Data 2025, s41597-025-05887-9. A walk up to 50 m from a frame of
3 to 5 m: hard geometry. Each CSV holds one anchor; the truth is `trajectory.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from anhuan.devices.datasets.recording import (
    Position,
    Recording,
    Report,
    TruthPoint,
    shared_data,
)

RUNS = (
    "LOS/Trajectory_A/Case_1",
    "LOS/Trajectory_B/Case_3",
    "NLOS/Trajectory_A/Case_2",
    "NLOS/Trajectory_B/Case_4",
)
TAG_Z_M = 1.0  # the authors' convention
RANGE_AGE_MS = 190  # of their DWM1001 on a serial line: 178 to 208 by run (benchmarks/accuracy.py)
TRUTH_Z_MAX_M = 0.5  # they leave out truth that jumps in height


def folder() -> Path:
    """Where the runs lie; it may not exist."""
    return shared_data() / "uwb-outdoor-twr" / "Dynamic_measurements"


def read(run: str, root: Path | None = None) -> Recording:
    """One of RUNS, parsed."""
    path = (root or folder()) / run
    anchors: dict[str, Position] = {}
    reports = []
    for file in sorted(path.glob("A*.csv")):
        for row in _rows(file):
            anchor = row["field.id"]
            x, y, z = (float(row[f"field.{axis}"]) for axis in "xyz")
            anchors.setdefault(anchor, (x, y, z))
            reports.append(_report(anchor, row))
    truth = tuple(_truth(path / "trajectory.csv"))
    window = scored_window(truth, run.split("Trajectory_")[1][0])
    return Recording(
        name=run,
        tech="uwb-twr",
        anchors=anchors,
        reports=tuple(sorted(reports, key=lambda one: (one.t_ns, one.anchor))),
        truth=tuple(p for p in truth if abs(p.z) < TRUTH_Z_MAX_M),
        tag_z_m=TAG_Z_M,
        window_ns=window,
        published=_published(path / "RMSD_results.txt"),
    )


def scored_window(truth: tuple[TruthPoint, ...], trajectory: str) -> tuple[int, int]:
    """Begin and end as in the authors' localization_error_analysis.py."""
    if trajectory == "A":
        begin = next(p.t_ns for p in truth if p.x > 49.3 and p.y > -5)
        end = next(p.t_ns for p in truth if p.t_ns > begin and p.x <= 12 and p.y > 3.4)
    else:
        begin = next(p.t_ns for p in truth if p.x < 8.6 and p.y < -7)
        end = next(p.t_ns for p in truth if p.t_ns > begin and p.x > 8.6 and p.y < -7)
    return begin, end


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(newline="") as lines:
        yield from csv.DictReader(lines)


def _report(anchor: str, row: dict[str, str]) -> Report:
    return Report(
        t_ns=int(row["field.stamp"]),
        anchor=anchor,
        range_m=float(row["field.distanceFromTag"]),
        rssi_dbm=float(row["field.rssi"]),
        fp_dbm=float(row["field.rssi_fp"]),
    )


def _truth(file: Path) -> Iterator[TruthPoint]:
    for row in _rows(file):
        place = (float(row[axis]) for axis in "xyz")
        yield TruthPoint(round(float(row["timestamp"])), *place)


def _published(file: Path) -> dict[str, float]:
    """{"LS": …, "ESKF": …} from lines such as `LS RMSE_2d: 1.038`."""
    figures = {}
    for line in file.read_text().splitlines():
        name, _, value = line.partition(" RMSE_2d:")
        if value:
            figures[name] = float(value)
    return figures
