"""One relay at a time: leadership by an advisory lock, held by the connection that listens."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from nats.aio.client import Client

from anhuan.domains.audit.actions import seal_waiting
from anhuan.domains.outbox.actions import CHANNEL, React
from anhuan.web.database import in_thread, own_connection
from anhuan.web.keeping import in_own_task, stop_if_cancelled, woken
from anhuan.web.relay.publishing import Signal, nothing_beside, number_and_publish
from anhuan.web.relay.reacting import name_of, run_due

log = logging.getLogger(__name__)
LEADER_LOCK = 0x5E1A
TRY_EVERY_S = 0.5
LOOK_EVERY_S = 1.0  # a wake-up may get lost; a look never
REST_S = 0.5  # after a failure


class Relay:
    """Relays while it leads, waits while another does. `run` ends by cancellation only."""

    def __init__(
        self,
        nats: Client,
        reactions: Mapping[str, Sequence[React]],
        signal: Signal = nothing_beside,
    ) -> None:
        self.nats = nats
        self.names = {kind: [name_of(f) for f in found] for kind, found in reactions.items()}
        self.functions = {name_of(f): f for found in reactions.values() for f in found}
        self.signal = signal
        self.is_leading = False
        self._committed = asyncio.Event()
        self._numbered = asyncio.Event()

    async def run(self) -> None:
        """Try for the lock, relay while holding it; begin anew when the database went away."""
        while True:
            try:
                async with await own_connection() as connection:
                    await self._wait_for_lock(connection)
                    await in_own_task(self._lead(connection))
            except* psycopg.Error as lost:
                log.warning("relay: database lost: %s", lost.exceptions[0])
            finally:
                self.is_leading = False
            stop_if_cancelled()
            await asyncio.sleep(TRY_EVERY_S)

    async def _wait_for_lock(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            cursor = await connection.execute("SELECT pg_try_advisory_lock(%s)", [LEADER_LOCK])
            row = await cursor.fetchone()
            stop_if_cancelled()
            if row and row[0]:
                return
            await asyncio.sleep(TRY_EVERY_S)

    async def _lead(self, connection: psycopg.AsyncConnection[Any]) -> None:
        log.info("relay: leading")
        self.is_leading = True
        await connection.execute(f"LISTEN {CHANNEL}")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen(connection))
            tasks.create_task(self._keep_on(self._committed, self._publish))
            tasks.create_task(self._keep_on(self._numbered, self._react))
            tasks.create_task(self._keep_on(asyncio.Event(), self._seal))

    async def _listen(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            async for _ in connection.notifies(timeout=LOOK_EVERY_S):
                self._committed.set()
            stop_if_cancelled()

    async def _keep_on(self, wake: asyncio.Event, work: Any) -> None:
        """Work when woken and at every look; a failure waits a moment and stops nothing else."""
        while True:
            stop_if_cancelled()  # NATS's flush waits with wait_for, too
            wake.clear()
            try:
                if not await work():
                    await woken(wake, LOOK_EVERY_S)
            except Exception as error:
                log.warning("relay: %s failed: %s", work.__name__, error)
                await asyncio.sleep(REST_S)

    async def _publish(self) -> bool:
        numbered = await number_and_publish(self.nats, self.names, self.signal)
        if numbered:
            self._numbered.set()
        return numbered

    async def _react(self) -> bool:
        return await in_thread(run_due, self.functions)

    async def _seal(self) -> bool:
        return await in_thread(seal_waiting) > 0
