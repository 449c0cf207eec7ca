"""Several engine workers in one word: who holds which part, and how the worst of them is. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

SILENT = timedelta(seconds=10)

Heard = tuple[datetime, dict[str, Any]]  # when, and the heartbeat itself


def worker_of(beat: Mapping[str, Any]) -> str:
    """The name of the worker that says it; empty when a process is alone."""
    detail = beat.get("detail")
    return str(detail.get("worker") or "") if isinstance(detail, dict) else ""


def without_silent(workers: Mapping[str, Heard], now: datetime) -> dict[str, Heard]:
    """Those heard lately: the parts of the others have moved on."""
    return {name: heard for name, heard in workers.items() if now - heard[0] <= SILENT}


def together(workers: Mapping[str, Heard]) -> dict[str, Any]:
    """One heartbeat for all of them; the newest says who holds what."""
    ordered = sorted(workers.values(), key=lambda heard: heard[0])
    beats = [beat for _, beat in ordered]
    newest, parts = beats[-1], {}
    for beat in beats:
        detail = beat["detail"]
        where = f"{detail['host']}:{beat.get('pid')}"
        for name, told in detail["parts"].items():
            parts[name] = {**told, "where": where, "worker": detail["worker"]}
    troubles = {key: words for beat in beats for key, words in beat["detail"]["troubles"].items()}
    is_well = all(beat.get("state") == "ok" for beat in beats)
    return {
        **newest,
        "state": "ok" if is_well else "degraded",
        "lag_s": max((told.get("lag_s") or 0.0 for told in parts.values()), default=0.0),
        "detail": {
            "workers": len(beats),
            "parts": parts,
            "leases": newest["detail"]["leases"],
            "troubles": troubles,
        },
    }
