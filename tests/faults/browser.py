"""A browser on a live topic: what it receives, and when."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator

import orjson


class Browser:
    """Follows `/live/{topic}` of a box in a thread of its own."""

    def __init__(self, port: int, session: str, topic: str) -> None:
        self.events: list[tuple[float, str, dict]] = []  # when, event, data
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._follow(port, session, topic)), daemon=True
        )
        self._thread.start()

    async def _follow(self, port: int, session: str, topic: str) -> None:
        async for event, data in stream(port, session, topic):
            self.events.append((time.time(), event, data))


async def stream(port: int, session: str, topic: str) -> AsyncIterator[tuple[str, dict]]:
    """Server-sent events, one after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=16 << 20)
    writer.write(
        f"GET /live/{topic} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
        f"Cookie: sessionid={session}\r\n\r\n".encode()
    )
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    if " 200 " not in head.splitlines()[0]:
        raise ConnectionError(head)
    event = ""
    async for line in _lines(reader):
        if line.startswith(b"event:"):
            event = line[6:].strip().decode()
        elif line.startswith(b"data:"):
            yield event, orjson.loads(line[5:])


async def _lines(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The lines of a body sent in chunks, which may end anywhere in a line."""
    rest = b""
    while size := int(await reader.readline(), 16):
        rest += await reader.readexactly(size)
        await reader.readexactly(2)
        *whole, rest = rest.split(b"\n")
        for line in whole:
            yield line.rstrip(b"\r")
