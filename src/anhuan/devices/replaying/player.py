"""Sends a recording through MQTT at a multiple of its own speed."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from anhuan.devices.datasets.recording import Report
from anhuan.devices.messages import iso
from anhuan.devices.replaying.ground import Laid

BATCH_S = 0.05  # of our own time: twenty messages a second at any speed
Send = Callable[[list[dict[str, Any]]], None]
_VALUE_KEYS = {"uwb-twr": ("range_m", "rssi_dbm", "fp_dbm"), "ble-rssi": ("rssi_dbm",)}


def play(laid: Laid, tag: str, anchors: dict[str, str], speed: float, send: Send) -> int:
    """Send everything; returns the number of reports. Blocks for length / speed."""
    start, count = time.monotonic(), 0
    for due_s, batch in batches(laid, speed):
        wait_s = start + due_s - time.monotonic()
        if wait_s > 0:
            time.sleep(wait_s)
        send([range_report(laid, one, tag, anchors) for one in batch])
        count += len(batch)
    return count


def batches(laid: Laid, speed: float) -> Iterator[tuple[float, list[Report]]]:
    """Reports by when they are due, seconds from the start; never before they were made."""
    reports = laid.recording.reports
    first_ns, batch, due = reports[0].t_ns, list[Report](), 0
    for report in reports:
        own = int((report.t_ns - first_ns) / 1e9 / speed / BATCH_S) + 1
        if own != due and batch:
            yield due * BATCH_S, batch
            batch = []
        due = own
        batch.append(report)
    if batch:
        yield due * BATCH_S, batch


def range_report(laid: Laid, one: Report, tag: str, anchors: dict[str, str]) -> dict[str, Any]:
    """One recorded observation as the protocol wants it, with its own time."""
    seen: dict[str, Any] = {"anchor": anchors[one.anchor]}
    for key in _VALUE_KEYS[laid.recording.tech]:
        seen[key] = round(float(getattr(one, key)), 4)
    t_s = laid.plant_ms(one.t_ns) / 1000
    return {"tag": tag, "t": iso(t_s), "tech": laid.recording.tech, "obs": [seen]}
