"""Raw ranges and levels of a tag, asked of the engine: they live in the stream for two hours."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

import nats
import nats.errors
import orjson
from asgiref.sync import async_to_sync
from django.conf import settings

from anhuan.kernel import clock

PATIENCE_S = 20.0
Ranges = dict[str, list[float]]  # metres by the anchor's number


@dataclass(frozen=True, slots=True)
class Heard:
    """By the anchor's number: two-way ranges (m), and levels as (t_ms, dBm)."""

    ranges: Ranges = field(default_factory=dict)
    levels: dict[str, list[tuple[int, float]]] = field(default_factory=dict)


def fetch_heard(company_code: str, tag: str, start: datetime, end: datetime) -> Heard | None:
    """What anchors and the tag heard in [start, end); None when the engine does not answer."""
    question = orjson.dumps({"tag": tag, "from_ms": clock.to_ms(start), "to_ms": clock.to_ms(end)})
    try:
        answer = async_to_sync(_request)(f"rt.{company_code}.ranges", question)
        found = orjson.loads(answer)
        return Heard(found["ranges"], found.get("levels", {}))
    except (nats.errors.Error, OSError, TimeoutError, ValueError, KeyError):
        return None


async def _request(subject: str, question: bytes) -> bytes:
    async with asyncio.timeout(PATIENCE_S):
        client = await nats.connect(
            settings.NATS_URL.split(","), connect_timeout=2, max_reconnect_attempts=1,
            reconnect_time_wait=0.1, error_cb=_quiet,
        )  # fmt: skip
        try:
            answer = await client.request(subject, question, timeout=PATIENCE_S)
        finally:
            await client.close()
    return answer.data


async def _quiet(_: Exception) -> None:
    """A missing engine is an answer here, not news for the log."""
