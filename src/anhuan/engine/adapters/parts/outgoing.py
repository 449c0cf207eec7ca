"""A solver's fixes into the stream FIXES: in order, one message at a time, until acknowledged."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from itertools import islice

from nats.aio.client import Client
from nats.errors import Error as NatsError

from anhuan.engine.adapters.parts.batches import ROWS_MAX, Batch, Made, packed, pieces

log = logging.getLogger("engine")

STREAM = "FIXES"
PATIENCE_S = 2.0  # for one acknowledgement
AGAIN_S = 0.2
WAITING_MAX = 20_000  # beats; a solver with more does not go on


class Outgoing:
    """What is made and not yet acknowledged, oldest first.

    One message is under way at a time: were the second stored and the first not, the judge would
    take the first for something it knows. What is made meanwhile goes into the next together.
    """

    def __init__(self, bus: Client, subject: str, name: str, may_say: Callable[[], bool]) -> None:
        self.jetstream = bus.jetstream(timeout=PATIENCE_S)
        self.subject = subject
        self.name = name
        self.may_say = may_say
        self.epoch = 0
        self.waiting: deque[Made] = deque()
        self.given = 0
        self.acknowledged = 0
        self.is_stuck = False
        self._news = asyncio.Event()
        self._progress = asyncio.Event()

    @property
    def is_full(self) -> bool:
        """The stream has taken nothing for long."""
        return len(self.waiting) > WAITING_MAX

    def give(self, made: Made) -> None:
        """Say it when there is a chance."""
        for piece in pieces(made):
            self.waiting.append(piece)
            self.given += 1
        self._news.set()

    async def run(self) -> None:
        """Publish for ever."""
        while True:
            await self._news.wait()
            while self.waiting:
                beats = self._next()
                await self._say(packed(Batch(self.name, self.epoch, beats)))
                for _ in beats:
                    self.waiting.popleft()
                self.acknowledged += len(beats)
                self._progress.set()
            self._news.clear()

    async def drained(self) -> None:
        """Return when all that was given before is in the stream."""
        wanted = self.given
        while self.acknowledged < wanted:
            self._progress.clear()
            await self._progress.wait()

    def _next(self) -> list[Made]:
        beats, rows = [self.waiting[0]], self.waiting[0].rows
        for made in islice(self.waiting, 1, None):
            rows += made.rows
            if rows > ROWS_MAX:
                break
            beats.append(made)
        return beats

    async def _say(self, message: bytes) -> None:
        while True:
            while not self.may_say():  # noqa: ASYNC110 - a lease comes back without a word
                await asyncio.sleep(AGAIN_S)
            try:
                await self.jetstream.publish(self.subject, message, stream=STREAM)
                self.is_stuck = False
                return
            except (NatsError, OSError, TimeoutError) as error:
                if not self.is_stuck:
                    log.warning("%s: %s: %s", self.subject, type(error).__name__, error)
                self.is_stuck = True
                await asyncio.sleep(AGAIN_S)
