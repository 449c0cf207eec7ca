"""Is the box well? Pure: what was measured in, a verdict with reasons out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

SILENT_AFTER = timedelta(seconds=10)
# The legal limit from range to alarm is 3 s; an engine this far behind does not meet it.
LAG_LIMIT_S = 3.0
PING_LIMIT_MS = 500.0

Heard = tuple[datetime, dict[str, Any]]  # when, and the heartbeat itself


@dataclass(frozen=True, slots=True)
class Part:
    """One server or process: well or not, why not, and its figures."""

    is_ok: bool
    why: str = ""
    figures: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {"ok": self.is_ok, **({"why": self.why} if self.why else {}), **self.figures}


def judge_postgres(ping_ms: float | None, is_recovering: bool) -> Part:
    """`ping_ms` is None when it did not answer."""
    if ping_ms is None:
        return Part(False, "no answer")
    figures = {"ping_ms": round(ping_ms, 1), "recovering": is_recovering}
    if is_recovering:
        return Part(False, "recovering", figures)
    return Part(ping_ms < PING_LIMIT_MS, "" if ping_ms < PING_LIMIT_MS else "slow", figures)


def judge_nats(stored_bytes: int | None, pending: dict[str, int]) -> Part:
    """`stored_bytes` is None when JetStream did not answer; pending counts are per consumer."""
    if stored_bytes is None:
        return Part(False, "no answer", {"connected": False})
    figures = {"connected": True, "jetstream_bytes": stored_bytes, "ingest_pending": pending}
    return Part(True, "", figures)


def judge_process(heard: Heard | None, now: datetime) -> Part:
    """A process that is silent for 10 s is down; one that says `degraded` or lags is not well."""
    if heard is None:
        return Part(False, "never heard")
    heard_at, beat = heard
    silent_for = now - heard_at
    figures = {
        "pid": beat.get("pid"),
        "state": beat.get("state"),
        "lag_s": beat.get("lag_s"),
        "silent_s": round(silent_for.total_seconds(), 1),
        "detail": beat.get("detail") or {},
    }
    if silent_for > SILENT_AFTER:
        return Part(False, "silent", figures)
    if beat.get("state") != "ok":
        return Part(False, "degraded", figures)
    if (beat.get("lag_s") or 0.0) > LAG_LIMIT_S:
        return Part(False, "lagging", figures)
    return Part(True, "", figures)


def overall(parts: Iterable[Part]) -> bool:
    """All is well only when every part is."""
    return all(part.is_ok for part in parts)
