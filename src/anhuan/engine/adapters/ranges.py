"""Raw two-way ranges and levels of one tag, read again from the stream for a calibration."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
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
LEVELS_MAX = 8_000  # of one anchor; two hours at 1 Hz


@dataclass(slots=True)
class Heard:
    """By anchor: two-way ranges (m), and levels with their time ([t_ms, dBm])."""

    ranges: dict[str, list[float]] = field(default_factory=dict)
    levels: dict[str, list[tuple[int, float]]] = field(default_factory=dict)


async def ranges_of(bus: Client, question: bytes) -> bytes:
    """What {"tag"} was heard with in [from_ms, to_ms), before any correction.

    {"ranges": {anchor: [m]}, "levels": {anchor: [[t_ms, dBm]]}}
    """
    asked: dict[str, Any] = orjson.loads(question)
    tag, from_ms, to_ms = str(asked["tag"]), int(asked["from_ms"]), int(asked["to_ms"])
    found = Heard()
    if 0 < to_ms - from_ms <= LONGEST_MS:
        async with asyncio.timeout(PATIENCE_S):
            await _read(bus, tag, from_ms, to_ms, found)
    return orjson.dumps({"ranges": found.ranges, "levels": found.levels})


async def _read(bus: Client, tag: str, from_ms: int, to_ms: int, found: Heard) -> None:
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


def collect(message: Message, tag: str, span_ms: tuple[int, int], found: Heard) -> None:
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


def _take(entry: dict[str, Any], found: Heard) -> None:
    kind = TECH_NAMES.get(str(entry.get("tech")))
    if kind not in (Tech.TWR, Tech.AZIMUTH, Tech.RSSI):
        return
    t_ms = moment_ms(entry.get("t"))
    for one in observations(entry):
        for measured, value in values_of(kind, one):
            _keep(found, str(one["anchor"]), measured, value, t_ms)


def _keep(found: Heard, anchor: str, measured: Tech, value: float, t_ms: int) -> None:
    if measured is Tech.TWR and len(kept := found.ranges.setdefault(anchor, [])) < RANGES_MAX:
        kept.append(round(value, 3))
    if measured is Tech.RSSI and len(heard := found.levels.setdefault(anchor, [])) < LEVELS_MAX:
        heard.append((t_ms, round(value, 1)))
