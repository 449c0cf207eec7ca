"""Running relays for a while, and hearing what they publish."""

import asyncio
import inspect
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import nats
from nats.aio.client import Client

from anhuan.web.relay import Relay
from anhuan.web.relay.publishing import nothing_beside


class Ear:
    """Everything published on `ev.>` and `cfg.>`, in order."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []

    async def take(self, message: Any) -> None:
        """One message."""
        self.heard.append((message.subject, json.loads(message.data)))

    def seqs(self, company: str = "demo") -> list[int]:
        """The numbers heard of one company."""
        return [data["seq"] for subject, data in self.heard if subject.startswith(f"ev.{company}.")]


@asynccontextmanager
async def connection() -> AsyncIterator[Client]:
    """A NATS connection of one's own."""
    client = await nats.connect(os.environ["NATS_URL"])
    try:
        yield client
    finally:
        await client.close()


@asynccontextmanager
async def listening() -> AsyncIterator[Ear]:
    """An ear for as long as the block lasts."""
    ear = Ear()
    async with connection() as client:
        await client.subscribe("ev.>", cb=ear.take)
        await client.subscribe("cfg.>", cb=ear.take)
        await client.flush()
        yield ear


@asynccontextmanager
async def relaying(reactions: Any = None, signal: Any = nothing_beside) -> AsyncIterator[Relay]:
    """A relay at work."""
    async with connection() as client, asyncio.TaskGroup() as tasks:
        relay = Relay(client, reactions or {}, signal)
        task = tasks.create_task(relay.run())
        try:
            yield relay
        finally:
            task.cancel()


async def until(true: Callable[[], Any], within_s: float = 30.0) -> None:
    """Wait until it is true; coroutine functions are awaited."""
    async with asyncio.timeout(within_s):
        while True:
            found = true()
            if (await found) if inspect.isawaitable(found) else found:
                return
            await asyncio.sleep(0.01)
