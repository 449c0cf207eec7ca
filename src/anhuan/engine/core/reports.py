"""Range reports as arrays, and the builder that turns decoded messages into them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Tech
from anhuan.engine.core.tables import blank

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TECH_NAMES = {
    "uwb-twr": Tech.TWR,
    "uwb-tdoa": Tech.TDOA,
    "ble-rssi": Tech.RSSI,
    "uwb-aoa": Tech.AZIMUTH,
    "ble-aoa": Tech.AZIMUTH,
    "rfid": Tech.PROXIMITY,
}


class Reports(NamedTuple):
    """One row an observation; all (R,).

    value: range (TWR) or range difference to the reference anchor (TDOA, whose own row has 0) in
    metres; received level in dBm for RSSI; degrees for angles, as the anchor sees them; 0 for a
    zone reader. fp_dbm, rssi_dbm: nan where not measured.
    """

    tag: Ints
    t_ms: Ints
    tech: Ints
    anchor: Ints
    value: Floats
    rssi_dbm: Floats
    fp_dbm: Floats

    @property
    def rows(self) -> int:
        """How many."""
        return len(self.tag)


class Places(NamedTuple):
    """Positions solved elsewhere (GNSS, AoA, another engine); all (R,). floor 0: not known."""

    tag: Ints
    t_ms: Ints
    x: Floats
    y: Floats
    floor: Ints
    r68_m: Floats


@dataclass(slots=True)
class ReportBuilder:
    """Collects decoded messages; outside numbers become dense ones.

    `add` returns None, or the reason code of docs/reference/contracts.md why nothing was taken.
    """

    tags: Mapping[str, int]
    anchors: Mapping[str, int]
    rows: list[tuple[int, int, int, int, float, float, float]] = field(default_factory=list)

    def add(self, tag: str, t_ms: int, tech: str, observations: list[dict[str, Any]],
            reference: str | None = None) -> str | None:  # fmt: skip
        """Take one report as in the MQTT contract; unknown anchors spoil the whole report."""
        number = self.tags.get(tag)
        kind = TECH_NAMES.get(tech)
        if number is None or kind is None:
            return "unknown_tag" if number is None else "bad_shape"
        if kind is Tech.TDOA:
            if reference is None:
                return "bad_shape"
            observations = [{"anchor": reference, "tdoa_m": 0.0}, *observations]
        rows = []
        for one in observations:
            anchor = self.anchors.get(str(one.get("anchor")))
            if anchor is None:
                return "unknown_anchor"
            try:
                powers = power_of(one, "rssi_dbm"), power_of(one, "fp_dbm")
                for measured, value in values_of(kind, one):
                    rows.append((number, int(t_ms), int(measured), anchor, value, *powers))
            except (TypeError, ValueError, KeyError, OverflowError):
                return "bad_shape"
        self.rows += rows
        return None

    def take(self) -> Reports:
        """All rows so far; the builder is empty afterwards."""
        reports = reports_of(self.rows)
        self.rows = []
        return reports


VALUE_KEY = {Tech.TWR: "range_m", Tech.TDOA: "tdoa_m", Tech.RSSI: "rssi_dbm"}


def values_of(kind: Tech, one: Mapping[str, Any]) -> list[tuple[Tech, float]]:
    """What one observation measured: an angle may come with an elevation and a range."""
    if kind is Tech.PROXIMITY:
        return [(kind, 0.0)]
    if kind is not Tech.AZIMUTH:
        return [(kind, number_of(one[VALUE_KEY[kind]]))]
    found: list[tuple[Tech, float]] = [(kind, number_of(one["azimuth_deg"]))]
    for also, key in ((Tech.ELEVATION, "elevation_deg"), (Tech.TWR, "range_m")):
        if one.get(key) is not None:
            found.append((also, number_of(one[key])))
    return found


def power_of(one: Mapping[str, Any], key: str) -> float:
    """A power in dBm, nan where it was not measured."""
    return math.nan if one.get(key) is None else number_of(one[key])


def number_of(value: Any) -> float:
    """A JSON number; TypeError for text and truth values, which are somebody's mistake."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"not a number: {str(value)[:20]}")
    return float(value)


def reports_of(rows: list[tuple[int, int, int, int, float, float, float]]) -> Reports:
    """Arrays from (tag, t_ms, tech, anchor, value, rssi_dbm, fp_dbm) tuples."""
    reports = blank(Reports, len(rows))
    for into, values in zip(reports, zip(*rows, strict=True), strict=False):
        into[:] = values
    return reports
