"""What cutting the engine into parts costs: the same plant whole and in parts. Prints JSON.

Each a whole box as in `positioning.py`: 1,000 tags at 1 Hz over MQTT, PostgreSQL and NATS writing
through to disk. In parts: one worker holds four solvers and the judge, so that the extra hop over
the stream FIXES is measured and nothing else. The legal limit from range to alarm is 3 s.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("ANHUAN_TEST_SIDE_M", "1000")

from benchmarks.positioning import LEGAL_S, measure  # noqa: E402
from tests.faults.box import Box  # noqa: E402

from anhuan.engine.core.warmup import warmup  # noqa: E402

GATEWAYS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON (always so)")
    parser.add_argument("--tags", type=int, default=1000)
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=40)
    asked = parser.parse_args()
    warmup()
    whole = run(asked.tags, 0, asked.seconds)
    cut = run(asked.tags, asked.parts, asked.seconds)
    added = {rule: more(cut[rule], whole[rule]) for rule in ("boundary_alarm", "sos_alarm")}
    print(
        json.dumps(
            {"tags": asked.tags, "solvers": asked.parts, "legal_limit_s": LEGAL_S,
             "range_to_alarm_row": {"whole": figures(whole), "parts": figures(cut)},
             "added": added}
        )
    )  # fmt: skip


def run(tags: int, parts: int, seconds: float) -> dict[str, Any]:
    """One box, measured."""
    box = Box(tags, ANHUAN_ENGINE_PARTS=str(parts))
    try:
        box.wait_up(600)
        return measure(box, tags, GATEWAYS, seconds)
    finally:
        box.stop()
        box.remove()


def more(cut: dict[str, Any], whole: dict[str, Any]) -> dict[str, int] | None:
    """Milliseconds the parts take longer; None when one of both runs raised no such alarm."""
    if not (cut["row"]["n"] and whole["row"]["n"]):
        return None
    return {
        name: cut["row"][name] - whole["row"][name] for name in ("p50_ms", "p95_ms", "p99_ms")
    }  # fmt: skip


def figures(found: dict[str, Any]) -> dict[str, Any]:
    """What is compared."""
    return {
        "boundary_alarm": found["boundary_alarm"]["row"],
        "sos_alarm": found["sos_alarm"]["row"],
        "engine_cpu_share": found["cpu_share"].get("engine"),
        "load_average": found["load_average"],
    }


if __name__ == "__main__":
    main()
