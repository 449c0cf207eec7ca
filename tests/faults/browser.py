"""A browser on a live topic: what it receives, and when."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator


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
        f"GET /live/{topic} HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
        f"Cookie: sessionid={session}\r\n\r\n".encode()
    )
    await writer.drain()
    status = (await reader.readline()).decode()
    if " 200 " not in status:
        raise ConnectionError(status)
    event = ""
    while line := await reader.readline():
        text = line.decode().rstrip("\r\n")
        if text.startswith("event:"):
            event = text[6:].strip()
        elif text.startswith("data:"):
            yield event, json.loads(text[5:])
