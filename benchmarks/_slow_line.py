"""A slow, lossy line between a client and a server: a proxy that carries TCP in segments.

A lost segment costs what it costs TCP: nothing behind it arrives until it was sent again, a
round trip and a timeout later, and it takes its room on the line twice. Both ways share nothing.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from dataclasses import dataclass, field

SEGMENT = 1_400
HEADERS = 40  # of TCP and IP, on the line with every segment
WINDOW = 64 * 1024


@dataclass(slots=True)
class Way:
    """One direction: a line that is busy until."""

    bits_per_s: float
    loss: float
    delay_s: float
    retry_s: float
    dice: random.Random
    busy_until: float = 0.0
    carried: int = 0
    lost: int = 0

    def arrival_of(self, size: int) -> float:
        """When a segment handed over now is there, on the monotonic clock."""
        now, took = time.monotonic(), (size + HEADERS) * 8 / self.bits_per_s
        start, again = max(now, self.busy_until), 0
        while self.dice.random() < self.loss:
            again += 1
        self.busy_until = start + took * (1 + again)
        self.carried += size
        self.lost += again
        return self.busy_until + self.delay_s + again * self.retry_s


@dataclass(slots=True)
class SlowLine:
    """The proxy, in a thread of its own."""

    target: int
    port: int
    up: Way
    down: Way
    connections: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def start(self) -> None:
        """Listening when this returns."""
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait(10)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self._loop.run_until_complete(server)
        ready.set()
        self._loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        await asyncio.sleep(self.up.delay_s + self.down.delay_s)  # the three-way handshake
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(_carry(reader, back, self.up), _carry(there, writer, self.down))


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way) -> None:
    """Segments follow each other on the line; a window of them is under way at a time."""
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(WINDOW // SEGMENT)
    sending = asyncio.create_task(_send(under_way, writer))
    there = 0.0
    try:
        while piece := await reader.read(SEGMENT):
            there = max(there, way.arrival_of(len(piece)))  # in order: the lost one holds the rest
            await under_way.put((there, piece))
    except ConnectionError:
        pass
    await under_way.put((there, b""))
    await sending


async def _send(
    under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
) -> None:
    while True:
        there, piece = await under_way.get()
        await asyncio.sleep(max(0.0, there - time.monotonic()))
        if not piece or writer.is_closing():
            writer.close()
            return
        writer.write(piece)
