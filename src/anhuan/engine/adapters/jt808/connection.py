"""One terminal's TCP connection: bytes to messages, and the limits no single one may exceed."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field

from anhuan.engine.adapters.jt808.dialogue import Dialogue
from anhuan.engine.adapters.limits import Limits
from anhuan.engine.core.jt808 import (
    Assembly,
    Framer,
    Header,
    Malformed,
    Message,
    read_body,
    read_message,
)
from anhuan.engine.core.jt808.assembly import whole
from anhuan.engine.core.jt808.downlink import Answer, Result, general, send_again
from anhuan.engine.core.jt808.header import written
from anhuan.kernel import clock

READ_BYTES = 16_384
SIGN_IN_WITHIN_S = 30.0  # from connecting
FRAME_WITHIN_S = 20.0  # from its first byte
SILENT_MAX_S = 300.0  # terminals send heartbeats more often
WRITE_WITHIN_S = 10.0
MESSAGES_PER_S, MESSAGES_BURST = 20.0, 400.0
FAULTS_MAX = 100  # frames in a row that cannot be read: not a terminal


class Goodbye(Exception):
    """The connection ends; the reason is counted unless it is empty."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True, eq=False)
class Connection:
    """Reads until the terminal goes or misbehaves."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    dialogue: Dialogue
    framer: Framer = field(default_factory=Framer)
    assembly: Assembly = field(default_factory=Assembly)
    limits: Limits = field(default_factory=lambda: Limits(MESSAGES_PER_S, MESSAGES_BURST))
    serial: int = 0
    faults: int = 0
    began_s: float = 0.0  # when the connection, or the unfinished frame, began

    async def run(self) -> None:
        """Until the end; `Goodbye` with the reason when we end it."""
        loop = asyncio.get_running_loop()
        opened_s = self.began_s = loop.time()
        while data := await self._read(loop.time(), opened_s):
            was_waiting = self.framer.is_waiting
            frames = self.framer.feed(data)
            if frames or not was_waiting:
                self.began_s = loop.time()
            for frame in frames:
                await self._take(frame)
            await self._chase_parts()

    async def _chase_parts(self) -> None:
        """Ask again for parts that did not come; count what is given up."""
        now_ms = clock.now_ms()
        for first, missing in self.assembly.wanting(now_ms):
            await self.send([send_again(first, missing)])
        if self.assembly.dropped(now_ms):
            self.dialogue.refuse(Malformed("incomplete", "parts are missing"))

    async def _read(self, now_s: float, opened_s: float) -> bytes:
        """The next bytes; whoever takes too long over a frame or over signing in is cut off."""
        within, reason = SILENT_MAX_S, ""
        if self.framer.is_waiting:
            within, reason = self.began_s + FRAME_WITHIN_S - now_s, "too_slow"
        if self.dialogue.terminal is None:
            left = opened_s + SIGN_IN_WITHIN_S - now_s
            within, reason = (left, "too_slow") if left < within else (within, reason)
        try:
            async with asyncio.timeout(max(within, 0)):
                return await self.reader.read(READ_BYTES)
        except TimeoutError:
            raise Goodbye(reason) from None
        except OSError:
            return b""

    async def _take(self, frame: bytes) -> None:
        now_ms = clock.now_ms()
        try:
            message = read_message(frame)
            self.dialogue.phone = self.dialogue.phone or message.header.phone
            if not self.limits.allows("", now_ms):
                raise Goodbye("flood")
            self.faults = 0
            parts = self.assembly.take(message, now_ms)
            if parts is not None:
                await self._answer(parts, now_ms)
        except Malformed as wrong:
            self.dialogue.refuse(wrong, frame)
            self.faults += 1
            if self.faults > FAULTS_MAX:
                raise Goodbye("flood") from None

    async def _answer(self, parts: list[Message], now_ms: int) -> None:
        """Hear a whole message; its parts are confirmed only once all of it is safe."""
        message = whole(parts)
        try:
            said = read_body(message)
        except Malformed as wrong:
            self.dialogue.refuse(wrong, message.body)
            await self.send([general(part.header, Result.WRONG) for part in parts])
            return
        answers = await self.dialogue.hear(message.header, said, now_ms)
        if answers and len(parts) > 1:
            answers += [general(part.header, Result.DONE) for part in parts[1:]]
        await self.send(answers)

    async def send(self, answers: list[Answer]) -> None:
        """Write messages to the terminal; one that does not read is cut off."""
        for kind, body in answers:
            header = Header(kind, self.dialogue.phone, self.serial, self.dialogue.is_2019)
            self.serial = (self.serial + 1) & 0xFFFF
            self.writer.write(written(header, body))
        try:
            async with asyncio.timeout(WRITE_WITHIN_S):
                await self.writer.drain()
        except TimeoutError:
            raise Goodbye("too_slow") from None
        except OSError:
            raise Goodbye from None

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(Exception):
            self.writer.close()
