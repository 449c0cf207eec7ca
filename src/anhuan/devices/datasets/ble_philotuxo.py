"""Received levels of one BLE beacon at twelve sensors indoors, with truth by cameras.

philotuxo/Position-Annotated-BLE-RSSI-Dataset, Danis et al. 2022, CC0. Each .mbd file holds one
sensor: time, sensor, beacon, RSSI, true x, y, z, orientation.
"""

from __future__ import annotations

import ast
from pathlib import Path

from anhuan.devices.datasets.recording import (
    Position,
    Recording,
    Report,
    TruthPoint,
    shared_data,
)

TAG_Z_M = 1.8  # the beacon is carried on a pole
NEAR_NS = 1_000_000  # truth points closer together are one


def folder() -> Path:
    """Where the data set lies; it may not exist."""
    return shared_data() / "ble-philotuxo"


def runs(root: Path | None = None) -> list[str]:
    """Names of the walks that are there."""
    tracks = (root or folder()) / "trk"
    return sorted(path.name for path in tracks.iterdir() if path.is_dir())


def sensors(root: Path | None = None) -> dict[str, Position]:
    """Sensor address to place (m)."""
    text = ((root or folder()) / "cnf" / "tetam.dev").read_text()
    line = next(line for line in text.splitlines() if line.startswith("Dongles:"))
    table = ast.literal_eval(line.removeprefix("Dongles:").strip())
    return {address: (float(x), float(y), float(z)) for address, ((x, y, z), *_) in table.items()}


def read(run: str, root: Path | None = None) -> Recording:
    """One walk, parsed."""
    place = root or folder()
    reports, truth = [], {}
    for file in sorted((place / "trk" / run).glob("*.mbd")):
        for line in file.read_text().splitlines():
            stamp, sensor, _, rssi, x, y, z = line.split(",")[:7]
            t_ns = round(float(stamp) * 1e6) * 1000
            reports.append(Report(t_ns, sensor, rssi_dbm=float(rssi)))
            truth[t_ns // NEAR_NS] = TruthPoint(t_ns, float(x), float(y), float(z))
    ordered = tuple(truth[key] for key in sorted(truth))
    return Recording(
        name=run,
        tech="ble-rssi",
        anchors=sensors(place),
        reports=tuple(sorted(reports, key=lambda one: (one.t_ns, one.anchor))),
        truth=ordered,
        tag_z_m=TAG_Z_M,
        window_ns=(ordered[0].t_ns, ordered[-1].t_ns),
        published={},
    )
