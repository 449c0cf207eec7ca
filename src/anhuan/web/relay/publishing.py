"""Numbering and publishing: `ev.{company}.{type}` on core NATS."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import orjson
from nats.aio.client import Client
from nats.errors import Error as NatsError

from anhuan.domains.outbox.actions import mark_published, number_waiting
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.outbox.queries import message_of, unpublished
from anhuan.web.database import in_thread

log = logging.getLogger(__name__)
FLUSH_S = 2
Signal = Callable[[OutboxEvent], Iterable[tuple[str, dict[str, Any]]]]  # subjects, payloads


def nothing_beside(event: OutboxEvent) -> Iterable[tuple[str, dict[str, Any]]]:
    """No further signal."""
    return ()


async def number_and_publish(
    nats: Client, names: Mapping[str, Sequence[str]], signal: Signal
) -> bool:
    """One round; whether anything was numbered. Without NATS, numbers are given all the same."""
    numbered, waiting = await in_thread(_number, names)
    if waiting:
        try:
            await _publish(nats, waiting, signal)
        except (NatsError, TimeoutError, OSError) as error:
            log.warning("relay: %d events wait for NATS: %s", len(waiting), error)
        else:
            await in_thread(mark_published, [event.pk for event in waiting])
    return numbered


def _number(names: Mapping[str, Sequence[str]]) -> tuple[bool, list[OutboxEvent]]:
    return number_waiting(names) > 0, unpublished()


async def _publish(nats: Client, events: Sequence[OutboxEvent], signal: Signal) -> None:
    if not nats.is_connected:
        raise ConnectionError("not connected")
    for event in events:
        await nats.publish(f"ev.{event.company}.{event.type}", orjson.dumps(message_of(event)))
        for subject, payload in signal(event):
            await nats.publish(subject, orjson.dumps(payload))
    await nats.flush(FLUSH_S)
