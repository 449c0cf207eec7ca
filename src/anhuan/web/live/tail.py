"""Following the outbox: every numbered event once, in order, whatever NATS lost."""

import asyncio
import logging
from collections.abc import Callable

from django.db import Error as DatabaseError

from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.outbox.queries import events_after, last_seq
from anhuan.web.database import in_thread
from anhuan.web.keeping import woken

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0


class Tail:
    """Reads the outbox after `seq`; NATS only says that it is worth looking."""

    def __init__(self, take: Callable[[OutboxEvent], None]) -> None:
        self._take = take
        self._wake = asyncio.Event()
        self.seq: int | None = None

    def wake(self) -> None:
        """Something was published."""
        self._wake.set()

    async def run(self) -> None:
        """Follow for ever; a database that is away is waited for."""
        while True:
            try:
                self._wake.clear()
                if await self._look():
                    continue
            except DatabaseError as error:
                log.warning("live: database lost: %s", error)
            await woken(self._wake, LOOK_EVERY_S)

    async def _look(self) -> bool:
        if self.seq is None:
            self.seq = await in_thread(last_seq)
        found = await in_thread(events_after, self.seq)
        for event in found:
            self.seq = event.seq
            self._take(event)
        return bool(found)
