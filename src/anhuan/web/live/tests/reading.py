"""A browser's side of a stream."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from django.test import AsyncClient

from anhuan.web.live.current import set_hub
from anhuan.web.live.hub import Hub
from anhuan.web.relay.tests.running import connection

PATIENCE_S = 20.0
BACKEND = "anhuan.web.backend.AccountBackend"


@dataclass(frozen=True)
class Heard:
    """One server-sent event."""

    event: str
    id: str
    data: Any


def parse(chunk: bytes) -> Heard | None:
    """One message of a stream; None for comments and `retry`."""
    fields = dict(line.split(": ", 1) for line in chunk.decode().strip().splitlines())
    if "event" not in fields:
        return None
    return Heard(fields["event"], fields.get("id", ""), json.loads(fields["data"]))


@asynccontextmanager
async def hub_running() -> AsyncIterator[Hub]:
    """A hub as the web process has one."""
    async with connection() as nats, asyncio.TaskGroup() as tasks:
        hub = Hub(nats)
        task = tasks.create_task(hub.run())
        set_hub(hub)
        await asyncio.sleep(0.1)
        try:
            yield hub
        finally:
            hub.close()
            set_hub(None)
            task.cancel()


class Stream:
    """An open stream, read one event at a time."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self._chunks = aiter(response.streaming_content)

    async def next(self, within_s: float = PATIENCE_S, event: str = "") -> Heard:
        """The next event (of this name)."""
        async with asyncio.timeout(within_s):
            while True:
                heard = parse(await anext(self._chunks))
                if heard and (not event or heard.event == event):
                    return heard

    async def comment(self, within_s: float = PATIENCE_S) -> bytes:
        """The next keep-alive."""
        async with asyncio.timeout(within_s):
            while True:
                chunk: bytes = await anext(self._chunks)
                if chunk.startswith(b":"):
                    return chunk

    async def ends(self, within_s: float = PATIENCE_S) -> bool:
        """Read until the server ends the stream."""
        async with asyncio.timeout(within_s):
            async for _ in self._chunks:
                pass
        return True


@asynccontextmanager
async def reading(account: Any, topic: str, last_id: str = "") -> AsyncIterator[Stream]:
    """A signed-in browser on `/live/{topic}`."""
    client = AsyncClient()
    await client.aforce_login(account, backend=BACKEND)
    headers = {"Last-Event-ID": last_id} if last_id else {}
    response = await client.get(f"/live/{topic}", headers=headers)
    assert response.status_code == 200, response.content
    stream = Stream(response)
    try:
        yield stream
    finally:
        await stream._chunks.aclose()
