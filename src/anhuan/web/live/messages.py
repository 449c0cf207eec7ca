"""Server-sent events as bytes."""

from dataclasses import dataclass
from typing import Any

import orjson

KEEP_ALIVE = b": keep-alive\n\n"
RETRY = b"retry: 1000\n\n"


@dataclass(frozen=True, slots=True)
class Sent:
    """One message, encoded once for all who get it."""

    body: bytes
    seq: int = 0  # outbox number, for alarms
    event_id: str = ""  # outbox row, for alarms


def encode(event: str, data: Any, id_: str | int | None = None) -> bytes:
    """One event. JSON has no line breaks, so one data line is enough."""
    head = f"event: {event}\n" + (f"id: {id_}\n" if id_ is not None else "")
    return head.encode() + b"data: " + orjson.dumps(data) + b"\n\n"
