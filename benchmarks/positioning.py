"""From a published range to the alarm's row and to the browser, through everything. Prints JSON.

A whole box (PostgreSQL and NATS writing through to disk, web, worker, engine), 1,000 tags at 1 Hz
in 20 gateways over MQTT with QoS 1. Some tags walk in and out of a forbidden place, some press
their key. Gateways, box and browser share this machine. The legal limit is 3 s.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("ANHUAN_TEST_SIDE_M", "1000")

from tests.faults.box import Box  # noqa: E402
from tests.faults.browser import Browser  # noqa: E402

from anhuan.engine.core.warmup import warmup  # noqa: E402

LEGAL_S = 3.0
WANTED_P99_S = 1.0
WARM_S = 15.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON (always so)")
    parser.add_argument("--tags", type=int, default=1000)
    parser.add_argument("--gateways", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    warmup()
    box = Box(asked.tags)
    try:
        box.wait_up()
        print(json.dumps(measure(box, asked.tags, asked.gateways, asked.seconds)))
    finally:
        box.stop()
        box.remove()


def measure(box: Box, tags: int, gateways: int, seconds: float) -> dict[str, Any]:
    """Run the load and read off what it led to."""
    watching = {topic: Browser(box.port, box.session, topic) for topic in ("alarms", "positions")}
    crowd = subprocess.Popen(
        [sys.executable, "-m", "benchmarks._crowd", str(box.mqtt_port), box.device_password,
         str(tags), str(gateways), str(WARM_S + seconds)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(WARM_S)
    began, before = time.time(), cpu_of(box)
    told, _ = crowd.communicate()
    took, after = time.time() - began, cpu_of(box)
    time.sleep(3)
    rows = alarm_rows(box, began)
    seen = first_seen(watching["alarms"])
    by_rule = {
        rule: {
            "alarms": len(ids := [pk for pk, one in rows.items() if one[0] == rule]),
            "row": figures([rows[pk][2] - rows[pk][1] for pk in ids]),
            "browser": figures([seen[pk] - rows[pk][1] for pk in ids if pk in seen]),
        }
        for rule in ("entered", "sos")
    }
    return {
        "tags": tags, "gateways": gateways, "seconds": round(took, 1),
        "legal_limit_s": LEGAL_S, "wanted_p99_s": WANTED_P99_S,
        "boundary_alarm": by_rule["entered"], "sos_alarm": by_rule["sos"],
        "position_in_browser": figures(position_delays(watching["positions"], began)),
        "unseen_in_browser": len(set(rows) - set(seen)),
        "gateways_told": json.loads(told or "{}"),
        "cpu_share": {name: round((after[name] - before[name]) / took, 3) for name in after},
        "load_average": os.getloadavg()[0],
        "cores": psutil.cpu_count(),
    }  # fmt: skip


def figures(delays: list[float]) -> dict[str, Any]:
    """Percentiles in ms, and the 99th as a share of the legal limit."""
    if not delays:
        return {"n": 0}
    p50, p95, p99 = (float(v) for v in np.percentile(delays, (50, 95, 99)))
    return {
        "n": len(delays), "p50_ms": round(p50 * 1000), "p95_ms": round(p95 * 1000),
        "p99_ms": round(p99 * 1000), "max_ms": round(max(delays) * 1000),
        "p99_share_of_legal": round(p99 / LEGAL_S, 3),
    }  # fmt: skip


def alarm_rows(box: Box, since: float) -> dict[str, tuple[str, float, float]]:
    """Rule, when it began and when its row was written, by alarm id."""
    rows = box.query(
        """SELECT id::text, rule, extract(epoch FROM raised_at), extract(epoch FROM recorded_at)
             FROM alarms_alarm WHERE raised_at >= to_timestamp(%s)""",
        since,
    )
    return {pk: (rule, float(began), float(written)) for pk, rule, began, written in rows}


def first_seen(browser: Browser) -> dict[str, float]:
    """When each alarm reached the browser."""
    seen: dict[str, float] = {}
    for at, event, data in browser.events:
        if event == "change" and "alarm" in data:
            seen.setdefault(data["alarm"]["id"], at)
    return seen


def position_delays(browser: Browser, since: float) -> list[float]:
    """How old each position was when it reached the browser."""
    return [
        at - row[1] / 1000
        for at, event, data in browser.events
        if event == "change" and at >= since
        for row in (data.get("frame") or {}).get("rows", ())
        if row[8] in ("live", "still") and row[1] / 1000 >= since - 1
    ]


def cpu_of(box: Box) -> dict[str, float]:
    """CPU seconds of each process so far, its children included."""
    found = {}
    for name, child in box.children().items():
        process = psutil.Process(child["pid"])
        family = [process, *process.children(recursive=True)]
        found[name] = sum(sum(one.cpu_times()[:2]) for one in family)
    return found


if __name__ == "__main__":
    main()
