"""The leases of one worker, kept in a thread of their own.

A long tick or a large message holds up the loop that works; it must not cost a lease. So looking,
deciding and renewing go on in a thread with a connection of its own, and what begins or ends work
is handed to the loop that works. What hangs must not be kept for ever either: once that loop has
stood still for `HUNG_AFTER_S`, nothing is renewed any more.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping

from anhuan.engine.adapters import bus
from anhuan.engine.adapters.parts.bucket import Bucket, Failed
from anhuan.engine.core.leases import VALID_S, Do, Hold, Lease, Step, Watch, steps

log = logging.getLogger("engine")

LOOK_EVERY_S = 1.0
HUNG_AFTER_S = 30.0


class Keeper:
    """`hand_over` is called in the working loop with every step but a renewal."""

    def __init__(self, worker: str, hand_over: Callable[[Step], None]) -> None:
        self.worker = worker
        self.watch = Watch()
        self.parts: Mapping[str, object] = {}  # those there should be, by key
        self.holds: dict[str, Hold] = {}  # those that are ours; the working loop says which
        self.trouble = ""
        self._hand_over = hand_over
        self._seen_s = time.monotonic()
        self._ending = threading.Event()

    def start(self) -> None:
        """Begin; called in the working loop."""
        self._working = asyncio.get_running_loop()
        keeping = threading.Thread(target=self._keep, name="leases", daemon=True)
        keeping.start()

    def stop(self) -> None:
        """Renew nothing from now on."""
        self._ending.set()

    async def pulse(self) -> None:
        """The working loop still turns."""
        self._seen_s = time.monotonic()

    def _keep(self) -> None:
        asyncio.run(self._run())

    async def _run(self) -> None:
        connection = await bus.connect()
        self._bucket, due_s = Bucket(connection), time.monotonic()
        while not self._ending.is_set():
            try:
                await self._round()
            except Exception:  # without this thread the worker would stand still for ever
                log.exception("leases")
            due_s = max(due_s + LOOK_EVERY_S, time.monotonic())
            await asyncio.sleep(due_s - time.monotonic())
        await connection.close()

    async def _round(self) -> None:
        """Look, decide, do. Without an answer of the store nothing is decided."""
        if time.monotonic() - self._seen_s > HUNG_AFTER_S:
            self._complain(f"the working loop stands still for over {HUNG_AFTER_S:.0f} s")
            return
        try:
            await self._bucket.sign(self.worker, {"host": socket.gethostname(), "pid": os.getpid()})
            entries = await self._bucket.entries()
        except Failed as error:
            self._complain(f"leases: {type(error).__name__} {error}")
            self._bucket.forget()
            return
        self._complain("")
        now_s = time.monotonic()
        self.watch.look(now_s, entries, self.parts)
        mine = {key: hold.epoch for key, hold in list(self.holds.items())}
        todo = steps(self.worker, mine, self.watch, now_s)
        await asyncio.gather(*(self._renew(one) for one in todo if one.do is Do.RENEW))
        for step in todo:
            if step.do is not Do.RENEW:
                self._working.call_soon_threadsafe(self._hand_over, step)

    async def _renew(self, step: Step) -> None:
        asked_s = time.monotonic()
        hold = self.holds.get(step.part)
        if hold is None or hold.epoch != step.epoch:
            return  # given up since we looked
        try:
            lease = Lease(self.worker, step.epoch)
            if await self._bucket.write(step.part, lease, step.revision, VALID_S):
                hold.renewed(asked_s)
        except Failed as error:
            self._complain(f"{step.part} is not renewed: {type(error).__name__}")

    def _complain(self, words: str) -> None:
        if words and not self.trouble:
            log.warning("%s", words)
        self.trouble = words
