"""The door for framed TCP and TLS. Strangers cost one closed connection each."""

import asyncio
import contextlib
import ssl
from collections.abc import Callable

from anhuan.exchange.adapters.doors.guard import Guard
from anhuan.exchange.core.answers import NOT_ALLOWED, Ack, Refusal
from anhuan.exchange.core.frames import BadFrame, Frame, FrameReader, Kind

Answer = Callable[[Frame, Callable[[str], bool]], Frame]
TOKEN_S = 10.0  # a connection that does not say who it is
IDLE_S = 600.0
MOST_CONNECTIONS = 200
LARGEST_TOKEN = 4096  # bytes before we know who talks
PIECE = 1 << 18


class TcpDoor:
    """Listens; hands frames to `answer`, which blocks, in a thread."""

    def __init__(self, answer: Answer, guard: Guard) -> None:
        self._answer, self._guard = answer, guard
        self._server: asyncio.Server | None = None
        self._open = 0

    async def open(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Listen; answers the port."""
        self._server = await asyncio.start_server(self._talk, host, port, ssl=tls, limit=PIECE)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Take nobody in any more."""
        if self._server:
            self._server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            if self._open <= MOST_CONNECTIONS:
                await self._serve(reader, writer)
        except (BadFrame, OSError, TimeoutError, ssl.SSLError):
            pass  # not one of ours, or gone
        finally:
            self._open -= 1
            writer.close()
            with contextlib.suppress(OSError, ssl.SSLError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = FrameReader(LARGEST_TOKEN)
        first = await asyncio.wait_for(_next(reader, frames), TOKEN_S)
        allowed = self._guard.allowed(first.payload.decode(errors="replace"))
        if first.kind is not Kind.TOKEN or allowed is None:
            refusal = Refusal(NOT_ALLOWED, "令牌无效，请重新登记该节点")
            await _send(writer, Frame(Kind.REFUSED, refusal.encode()))
            return
        await _send(writer, Frame(Kind.ACK, Ack(0, 0).encode()))
        frames = FrameReader()
        while True:
            frame = await asyncio.wait_for(_next(reader, frames), IDLE_S)
            await _send(writer, await asyncio.to_thread(self._answer, frame, allowed))


async def _next(reader: asyncio.StreamReader, frames: FrameReader) -> Frame:
    data = b""  # a frame may have come together with the last one
    while True:
        for frame in frames.feed(data):
            return frame
        if not (data := await reader.read(PIECE)):
            raise BadFrame("hung up")


async def _send(writer: asyncio.StreamWriter, frame: Frame) -> None:
    writer.write(frame.encode())
    await writer.drain()
