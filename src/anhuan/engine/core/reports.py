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

TECH_NAMES = {"uwb-twr": Tech.TWR, "uwb-tdoa": Tech.TDOA, "ble-rssi": Tech.RSSI}


class Reports(NamedTuple):
    """One row an observation; all (R,).

    value: range (TWR) or range difference to the reference anchor (TDOA, whose own row has 0) in
    metres; received level in dBm for RSSI. fp_dbm, rssi_dbm: nan where not measured.
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
                rows.append((number, int(t_ms), int(kind), anchor, *measured(kind, one)))
            except (TypeError, ValueError, KeyError):
                return "bad_shape"
        self.rows += rows
        return None

    def take(self) -> Reports:
        """All rows so far; the builder is empty afterwards."""
        reports = reports_of(self.rows)
        self.rows = []
        return reports


VALUE_KEY = {Tech.TWR: "range_m", Tech.TDOA: "tdoa_m", Tech.RSSI: "rssi_dbm"}


def measured(kind: Tech, one: Mapping[str, Any]) -> tuple[float, float, float]:
    """value, rssi_dbm, fp_dbm of one observation."""
    rssi, fp = one.get("rssi_dbm"), one.get("fp_dbm")
    return (
        float(one[VALUE_KEY[kind]]),
        math.nan if rssi is None else float(rssi),
        math.nan if fp is None else float(fp),
    )


def reports_of(rows: list[tuple[int, int, int, int, float, float, float]]) -> Reports:
    """Arrays from (tag, t_ms, tech, anchor, value, rssi_dbm, fp_dbm) tuples."""
    reports = blank(Reports, len(rows))
    for into, values in zip(reports, zip(*rows, strict=True), strict=False):
        into[:] = values
    return reports
