"""What a recorded run is, whatever data set it comes from, and where the data sets lie."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path

Position = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Report:
    """One observation as recorded. Ranges in metres, levels in dBm; nan: not measured."""

    t_ns: int
    anchor: str
    range_m: float = math.nan
    rssi_dbm: float = math.nan
    fp_dbm: float = math.nan


@dataclass(frozen=True, slots=True)
class TruthPoint:
    """Where the tag really was."""

    t_ns: int
    x: float
    y: float
    z: float


@dataclass(frozen=True, slots=True)
class Recording:
    """One run: anchors, reports and truth, each in time order.

    tech: as in the MQTT contract. window_ns: the part the authors score. published: their own
    2D RMSE in metres, by method.
    """

    name: str
    tech: str
    anchors: dict[str, Position]
    reports: tuple[Report, ...]
    truth: tuple[TruthPoint, ...]
    tag_z_m: float
    window_ns: tuple[int, int]
    published: dict[str, float]


def shared_data() -> Path:
    """The folder of data sets: $ANHUAN_SHARED/data, else ../shared/data beside the repository."""
    shared = os.environ.get("ANHUAN_SHARED")
    root = Path(shared) if shared else Path(__file__).resolve().parents[5] / "shared"
    return root / "data"
