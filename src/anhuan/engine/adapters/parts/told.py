"""What a worker says of itself every two seconds: its parts, and who holds all the others."""

from __future__ import annotations

import os
import socket
import time
from typing import Any

from anhuan.engine.adapters.parts.naming import PREFIX
from anhuan.engine.adapters.parts.worker import Worker

UNHELD_S = 10.0  # a part nobody holds for longer is a trouble


def facts(worker: Worker) -> dict[str, Any]:
    """As `rounds.facts`, for `hb.engine`."""
    now_s = time.monotonic()
    mine = {short(key): work.running.facts() for key, work in worker.works.items()}
    leases = {short(key): _holder(worker, key, now_s) for key in worker.parts}
    troubles = {
        f"{name}: {what}": words
        for name, told in mine.items()
        for what, words in told["troubles"].items()
    }
    if worker.keeper.trouble:
        troubles["leases"] = worker.keeper.trouble
    for name, held in leases.items():
        if held["free_s"] > UNHELD_S:
            troubles[name] = f"nobody holds it for {held['free_s']:.0f} s"
    if not worker.parts:
        troubles["engine"] = "no plant in the database yet"
    return {
        "state": "degraded" if troubles else "ok",
        "lag_s": max((told.get("lag_s", 0.0) for told in mine.values()), default=0.0),
        "detail": {
            "worker": worker.name,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "parts": mine,
            "leases": leases,
            "troubles": troubles,
        },
    }


def short(key: str) -> str:
    """`plant.judge`."""
    return key.removeprefix(PREFIX)


def _holder(worker: Worker, key: str, now_s: float) -> dict[str, Any]:
    free_since_s = worker.watch.free_since_s.get(key)
    entry = worker.watch.entries.get(key)
    return {
        "worker": worker.watch.owner(key, worker.watch.looked_s or now_s) or "",  # as last seen
        "epoch": entry.lease.epoch if entry and entry.lease else 0,
        "free_s": 0.0 if free_since_s is None else round(now_s - free_since_s, 1),
    }
