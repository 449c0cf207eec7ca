"""Received levels at six BLE anchors in a flat, driven through by a robot that knows its place.

marckolak/ble-rss-fingerprints-calib2021, M. Kolakowski 2021, CC BY 4.0. Levels are means over a
third of a second; the calibration drive and the test drive are the data set's own split.
"""

from __future__ import annotations

import csv
from pathlib import Path

from anhuan.devices.datasets.recording import (
    Position,
    Recording,
    Report,
    TruthPoint,
    shared_data,
)

TAG_Z_M = 1.2
FILES = {
    "calibration": ("calibration", "calibration_df.csv"),
    "test_robot": ("tests", "test_robot_df.csv"),
}


def folder() -> Path:
    """Where the data set lies; it may not exist."""
    return shared_data() / "ble-marckolak"


def anchors(root: Path | None = None) -> dict[str, Position]:
    """Anchor number to place (m)."""
    with ((root or folder()) / "anchors.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["id"]: (float(row["x"]), float(row["y"]), float(row["z"])) for row in rows}


def read(run: str, root: Path | None = None) -> Recording:
    """One of FILES, parsed."""
    place = root or folder()
    sites = anchors(place)
    reports, truth = [], []
    with place.joinpath(*FILES[run]).open(newline="") as lines:
        for row in csv.DictReader(lines):
            t_ns = round(float(row["ts"]))
            truth.append(TruthPoint(t_ns, float(row["x"]), float(row["y"]), TAG_Z_M))
            for number in sites:
                if level := row[f"rssi_{number}"]:
                    reports.append(Report(t_ns, number, rssi_dbm=float(level)))
    ordered = tuple(sorted(truth, key=lambda point: point.t_ns))
    return Recording(
        name=run,
        tech="ble-rssi",
        anchors=sites,
        reports=tuple(sorted(reports, key=lambda one: (one.t_ns, one.anchor))),
        truth=ordered,
        tag_z_m=TAG_Z_M,
        window_ns=(ordered[0].t_ns, ordered[-1].t_ns),
        published={},
    )
