"""Raw two-way ranges of one tag, read again from the stream for a calibration."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

import orjson
from nats.aio.client import Client
from nats.errors import TimeoutError as NatsTimeout
from nats.js.api import ConsumerConfig, DeliverPolicy

from anhuan.engine.adapters.messages import Message, Refused, entries, moment_ms, observations
from anhuan.engine.adapters.stream import STREAM, numbers_of
from anhuan.engine.core.config import Tech
from anhuan.engine.core.reports import TECH_NAMES, values_of
from anhuan.kernel import clock

SUBJECT = "anhuan.v1.ranging.>"
LATE_MS = 3_000  # how late a report may be stored after it was measured
LONGEST_MS = 2 * 3_600_000  # what the stream keeps
RANGES_MAX = 5_000  # of one anchor; enough for any median
PATIENCE_S = 15.0
Ranges = dict[str, list[float]]


async def ranges_of(bus: Client, question: bytes) -> bytes:
    """{"ranges": {anchor: [m]}} measured to {"tag"} in [from_ms, to_ms), before any correction."""
    asked: dict[str, Any] = orjson.loads(question)
    tag, from_ms, to_ms = str(asked["tag"]), int(asked["from_ms"]), int(asked["to_ms"])
    found: Ranges = defaultdict(list)
    if 0 < to_ms - from_ms <= LONGEST_MS:
        async with asyncio.timeout(PATIENCE_S):
            await _read(bus, tag, from_ms, to_ms, found)
    return orjson.dumps({"ranges": found})


async def _read(bus: Client, tag: str, from_ms: int, to_ms: int, found: Ranges) -> None:
    config = ConsumerConfig(
        deliver_policy=DeliverPolicy.BY_START_TIME,
        opt_start_time=clock.from_ms(from_ms),
    )
    feed = await bus.jetstream().subscribe(
        SUBJECT, stream=STREAM, ordered_consumer=True, config=config
    )
    try:
        while True:
            one = await feed.next_msg(timeout=1.0)
            seq, _, at_ms, waiting = numbers_of(one.reply)
            collect(Message(seq, at_ms, one.subject, one.data), tag, (from_ms, to_ms), found)
            if at_ms > to_ms + LATE_MS or not waiting:
                return
    except NatsTimeout:
        return  # nothing more is stored
    finally:
        await feed.unsubscribe()


def collect(message: Message, tag: str, span_ms: tuple[int, int], found: Ranges) -> None:
    """Add the tag's ranges in this message; what cannot be read was counted when it came in."""
    if tag.encode() not in message.data:
        return
    try:
        for entry in entries(message.data):
            if str(entry.get("tag")) == tag and _is_within(entry, span_ms):
                _take(entry, found)
    except (Refused, KeyError, TypeError, ValueError):
        return


def _is_within(entry: dict[str, Any], span_ms: tuple[int, int]) -> bool:
    return span_ms[0] <= moment_ms(entry.get("t")) < span_ms[1]


def _take(entry: dict[str, Any], found: Ranges) -> None:
    kind = TECH_NAMES.get(str(entry.get("tech")))
    if kind not in (Tech.TWR, Tech.AZIMUTH):
        return
    for one in observations(entry):
        for measured, value in values_of(kind, one):
            kept = found.setdefault(str(one["anchor"]), [])
            if measured is Tech.TWR and len(kept) < RANGES_MAX:
                kept.append(round(value, 3))
