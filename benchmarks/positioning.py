"""From a published range to the alarm's row and to the browser, through everything. Prints JSON.

A whole box (PostgreSQL and NATS writing through to disk, web, worker, engine), 1,000 tags at 1 Hz
in 20 gateways over MQTT with QoS 1. Some tags walk in and out of a forbidden place, some press
their key; an operator goes through the desk's pages. Gateways, box and browser share this machine.
More tags walk in a larger plant, 1,000 to the square kilometre: who stands still at random stands
in somebody's 15 m circle, and those alarms come on top. The legal limits are 3 s from a place to
the screen (clause POS-115; 5 s: TECH-011, AQL-090) and 1 s for a page (AQL-089).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import numpy as np
import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

PARSER = argparse.ArgumentParser(description=__doc__)
PARSER.add_argument("--json", action="store_true", help="one line of JSON (always so)")
PARSER.add_argument("--tags", type=int, default=1000)
PARSER.add_argument("--gateways", type=int, default=20)
PARSER.add_argument("--seconds", type=float, default=60)
ASKED = PARSER.parse_args()
# The box reads it when it is imported.
os.environ.setdefault("ANHUAN_TEST_SIDE_M", str(round(1000 * max(1.0, ASKED.tags / 1000) ** 0.5)))

from tests.faults.box import Box  # noqa: E402
from tests.faults.browser import Browser  # noqa: E402

from anhuan.engine.core.warmup import warmup  # noqa: E402

LEGAL_S, LEGAL_PAGE_S = 3.0, 1.0
WANTED_P99_S = 0.5 if ASKED.tags <= 1000 else 1.5
WARM_S = 15.0
PAGES = (
    "/control-room/", "/alarms/", "/people/", "/people-now/", "/counts/", "/visits/", "/fences/",
    "/tags/", "/anchors/", "/coverage/", "/cards/", "/abnormal-people/", "/alarms/statistics/",
)  # fmt: skip


def main() -> None:
    warmup()
    box = Box(ASKED.tags)
    try:
        box.wait_up()
        print(json.dumps(measure(box, ASKED.tags, ASKED.gateways, ASKED.seconds)))
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
    pages: list[float] = []
    threading.Thread(target=turn_pages, args=(box, began + seconds - 5, pages), daemon=True).start()
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
        "page": figures(pages) | {"legal_limit_s": LEGAL_PAGE_S},
        "position_in_browser": figures(position_delays(watching["positions"], began)),
        "unseen_in_browser": len(set(rows) - set(seen)),
        "gateways_told": json.loads(told or "{}"),
        "cpu_share": {name: round((after[name] - before[name]) / took, 3) for name in after},
        "load_average": os.getloadavg()[0],
        "cores": psutil.cpu_count(),
    }  # fmt: skip


def turn_pages(box: Box, until: float, taken: list[float]) -> None:
    """One operator, page after page, a second to read each; seconds to the last byte."""
    connection = HTTPConnection("127.0.0.1", box.port, timeout=30)
    headers = {"Cookie": f"sessionid={box.session}", "Accept-Language": "zh-CN"}
    number = 0
    while time.time() < until:
        began, path = time.perf_counter(), PAGES[number % len(PAGES)]
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        taken.append(time.perf_counter() - began)
        number += 1
        time.sleep(1)


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
