"""Detectors, weather stations and locks: their messages out of INGEST, into permits.

A durable consumer gives each message until it is acknowledged; that happens after the database
has it. Looking for silence waits until nothing is waiting: nobody is called silent for our delay.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import Error as DatabaseError
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NothingCame
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.client import JetStreamContext

from anhuan.domains.permits import actions as permits
from anhuan.domains.permits.rules import wire
from anhuan.domains.permits.rules.wire import Unread
from anhuan.domains.positioning.actions import note_refusal
from anhuan.kernel import clock
from anhuan.web.database import in_thread
from anhuan.web.keeping import stop_if_cancelled

log = logging.getLogger(__name__)
STREAM, NAME = "INGEST", "permits"
FAMILIES = ("gas", "weather", "lock")
AT_ONCE, WAIT_S, LOOK_EVERY_S = 100, 1.0, 5.0
CONSUMER = ConsumerConfig(
    durable_name=NAME, deliver_policy=DeliverPolicy.ALL, ack_policy=AckPolicy.EXPLICIT,
    ack_wait=30, max_deliver=5, max_ack_pending=1000,
    filter_subjects=[f"anhuan.v1.{family}.>" for family in FAMILIES],
)  # fmt: skip


class Instruments:
    """Reads for ever; `run` ends by cancellation or by trouble, and is begun again."""

    def __init__(self, nats: Client) -> None:
        self.nats = nats
        self._looked_at = 0.0

    async def run(self) -> None:
        """Fetch, hand over, acknowledge; look for silence when nothing waits or NATS is away."""
        try:
            pull = await self._open(self.nats.jetstream())
            while True:
                stop_if_cancelled()
                if not await self._fetched(pull):
                    await self._look()
        except (NatsError, OSError, TimeoutError) as error:
            log.warning("instruments: %s", str(error) or type(error).__name__)
            await self._look()

    async def _open(self, jetstream: JetStreamContext) -> JetStreamContext.PullSubscription:
        await jetstream.add_consumer(STREAM, CONSUMER)
        return await jetstream.pull_subscribe_bind(NAME, STREAM)

    async def _fetched(self, pull: JetStreamContext.PullSubscription) -> bool:
        with suppress(NothingCame):
            messages = await pull.fetch(AT_ONCE, timeout=WAIT_S)
            await in_thread(take_all, [_told(one) for one in messages])
            await asyncio.gather(*(one.ack() for one in messages))
            return True
        return False

    async def _look(self) -> None:
        if time.monotonic() - self._looked_at < LOOK_EVERY_S:
            return
        self._looked_at = time.monotonic()
        for look in (permits.look_for_silence, permits.look_for_gaps):
            try:
                if found := await in_thread(look, clock.now()):
                    log.info("%s: %d", look.__name__, found)
            except DatabaseError as error:
                log.warning("%s: %s", look.__name__, error)


Told = tuple[str, bytes, datetime]  # subject, payload, when the server stored it


def _told(message: Msg) -> Told:
    return message.subject, message.data, message.metadata.timestamp


def take_all(messages: Sequence[Told]) -> int:
    """Each message in its turn; what cannot be read is written down and holds up nothing."""
    done = 0
    for subject, data, heard_at in messages:
        try:
            take(subject, data, heard_at)
            done += 1
        except Unread as unread:
            note_refusal(heard_at, subject, unread.reason, unread.detail, data)
    return done


def take(subject: str, data: bytes, heard_at: datetime) -> None:
    """One message of a device; Unread when it is not of the contract."""
    _, _, family, number = subject.split(".", 3)
    for entry in wire.entries_of(data):
        _TAKERS[family](number, entry, heard_at)


def _gas(number: str, entry: dict[str, Any], heard_at: datetime) -> None:
    permits.take_gas(number, [wire.gas_report(entry, heard_at)], wire.health_of(entry))


def _weather(number: str, entry: dict[str, Any], heard_at: datetime) -> None:
    permits.take_weather(number, wire.weather_report(entry, heard_at), wire.health_of(entry))


def _lock(number: str, entry: dict[str, Any], heard_at: datetime) -> None:
    permits.take_lock(number, wire.lock_report(entry, heard_at), wire.health_of(entry))


_TAKERS: dict[str, Callable[[str, dict[str, Any], datetime], None]] = {
    "gas": _gas, "weather": _weather, "lock": _lock,
}  # fmt: skip
