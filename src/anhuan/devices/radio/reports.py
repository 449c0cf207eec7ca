"""Range reports as the protocol wants them (docs/reference/contracts.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from anhuan.devices.radio.air import Air, Heard

MOST_RANGES = 8  # exchanges a tag has time for in its slot
LEAST_RANGES = {"uwb-twr": 1, "uwb-tdoa": 3, "ble-rssi": 1}
Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Blink:
    """A tag in its slot: where it truly is (metres, floor level) and what it says of itself."""

    tag: str
    time: str  # ISO 8601 UTC with milliseconds
    tech: str
    at: tuple[float, float, float]
    battery_pct: int


def reports(air: Air, blinks: list[Blink]) -> Iterator[tuple[str, Report]]:
    """The gateway and the report for each tag that was heard well enough."""
    if not blinks:
        return
    heard = air.listen([b.tag for b in blinks], np.array([b.at for b in blinks]))
    order = np.lexsort((-heard.rssi_dbm, heard.tag))
    starts = np.searchsorted(heard.tag[order], np.arange(len(blinks) + 1))
    for index, blink in enumerate(blinks):
        rows = order[starts[index] : starts[index + 1]][:MOST_RANGES]
        if len(rows) >= LEAST_RANGES[blink.tech]:
            gateway = air.anchors[int(heard.anchor[rows[0]])].gateway
            yield gateway, _report(air, heard, rows, blink)


def _report(air: Air, heard: Heard, rows: np.ndarray[Any, Any], blink: Blink) -> Report:
    report: Report = {"tag": blink.tag, "t": blink.time, "tech": blink.tech}
    first = rows[0]  # the strongest is the TDOA reference
    if blink.tech == "uwb-tdoa":
        report["ref"] = air.anchors[int(heard.anchor[first])].number
        rows = rows[1:]
    report["obs"] = [_observation(air, heard, int(row), int(first), blink.tech) for row in rows]
    report["battery_pct"] = blink.battery_pct
    return report


def _observation(air: Air, heard: Heard, row: int, first: int, tech: str) -> Report:
    seen: Report = {"anchor": air.anchors[int(heard.anchor[row])].number}
    if tech == "uwb-twr":
        seen["range_m"] = round(float(heard.range_m[row]), 3)
    elif tech == "uwb-tdoa":
        seen["tdoa_m"] = round(float(heard.range_m[row] - heard.range_m[first]), 3)
    if tech == "ble-rssi":
        seen["rssi_dbm"] = round(float(heard.rssi_dbm[row]))
        return seen
    seen["rssi_dbm"] = round(float(heard.rssi_dbm[row]), 1)
    seen["fp_dbm"] = round(float(heard.first_path_dbm[row]), 1)
    return seen
