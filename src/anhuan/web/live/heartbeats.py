"""Who is alive, from `hb.{process}`. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from anhuan.web.live.workers import together, without_silent, worker_of

SILENT = timedelta(seconds=10)
SILENT_WHILE_STARTING = timedelta(seconds=90)  # compiled code is loaded without a beat between
EXPECTED = ("web", "engine", "worker")


@dataclass(slots=True)
class Board:
    """The last word of each process."""

    heard: dict[str, tuple[datetime, dict[str, Any]]] = field(default_factory=dict)
    workers: dict[str, tuple[datetime, dict[str, Any]]] = field(default_factory=dict)  # of engine

    def hear(self, beat: dict[str, Any], now: datetime) -> None:
        """A heartbeat came; those of workers that share an engine count as one."""
        if worker := worker_of(beat):
            self.workers = {**without_silent(self.workers, now), worker: (now, beat)}
            beat = together(self.workers)
        self.heard[str(beat.get("process", "?"))] = (now, beat)

    def health(self, now: datetime) -> dict[str, Any]:
        """`{"state", "lag_s", "processes": […]}`: the worst word of all."""
        processes = [self._line(name, now) for name in dict.fromkeys((*EXPECTED, *self.heard))]
        states = {line["state"] for line in processes}
        state = "down" if "down" in states else "degraded" if states - {"ok"} else "ok"
        lag_s = max((line["lag_s"] or 0.0 for line in processes), default=0.0)
        return {"state": state, "lag_s": lag_s, "processes": processes}

    def _line(self, name: str, now: datetime) -> dict[str, Any]:
        at, beat = self.heard.get(name, (None, {}))
        is_down = at is None or now - at > (SILENT_WHILE_STARTING if _starts(beat) else SILENT)
        return {
            "process": name,
            "state": "down" if is_down else str(beat.get("state", "ok")),
            "lag_s": None if is_down else beat.get("lag_s"),
            "pid": None if is_down else beat.get("pid"),
            "t": beat.get("t"),
        }


def _starts(beat: dict[str, Any]) -> bool:
    troubles = (beat.get("detail") or {}).get("troubles", {})
    return beat.get("state") == "starting" or "starting" in troubles.values()
