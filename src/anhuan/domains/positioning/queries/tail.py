"""The engine's open tail: points not yet sealed, asked for over NATS."""

import asyncio
import base64
import binascii
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import nats
import nats.errors
import orjson
from asgiref.sync import async_to_sync
from django.conf import settings

from anhuan.kernel.chunks import Track, decode

PATIENCE_S = 1.0
REST_S = 5.0  # not asked again so soon when it did not answer


@dataclass(slots=True)
class _Silence:
    """Until when the engine is taken to be absent (monotonic seconds)."""

    until: float = 0.0


_silence = _Silence()


@dataclass(frozen=True, slots=True)
class Tail:
    """Unsealed points by tag. `state`: "" not asked, "ok", or "absent" (engine did not answer)."""

    tracks: dict[UUID, Track] = field(default_factory=dict)
    state: str = ""


def fetch_tail(company_code: str, tags: Sequence[UUID] | None) -> Tail:
    """Ask the engine for the open tail of these tags (None: all); never raises for its absence."""
    if time.monotonic() < _silence.until:
        return Tail(state="absent")
    question = orjson.dumps({} if tags is None else {"tags": [str(tag) for tag in tags]})
    try:
        answer = async_to_sync(_request)(f"rt.{company_code}.tail", question)
    except (nats.errors.Error, OSError, TimeoutError):
        _silence.until = time.monotonic() + REST_S
        return Tail(state="absent")
    return Tail(_tracks(answer), "ok")


async def _request(subject: str, question: bytes) -> bytes:
    """One question; everything together takes at most `PATIENCE_S`."""
    async with asyncio.timeout(PATIENCE_S):
        client = await nats.connect(
            settings.NATS_URL.split(","), connect_timeout=PATIENCE_S, max_reconnect_attempts=1,
            reconnect_time_wait=0.1, error_cb=_quiet,
        )  # fmt: skip
        try:
            answer = await client.request(subject, question, timeout=PATIENCE_S)
        finally:
            await client.close()
    return answer.data


async def _quiet(_: Exception) -> None:
    """A missing engine is an answer here, not news for the log."""


def _tracks(answer: bytes) -> dict[UUID, Track]:
    """What can be read of the reply; a damaged entry is left out, the others stay."""
    found: dict[UUID, Track] = {}
    try:
        entries: Any = orjson.loads(answer)
    except orjson.JSONDecodeError:
        return found
    for entry in entries if isinstance(entries, list) else ():
        try:
            found[UUID(entry["tag"])] = decode(base64.b64decode(entry["payload"]))
        except (KeyError, TypeError, ValueError, binascii.Error):
            continue
    return found
