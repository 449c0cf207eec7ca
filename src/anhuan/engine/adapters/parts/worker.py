"""One worker among several: holds leases, runs the parts it holds, gives back what it need not.

Every second `keeper.py` looks at all leases and renews ours in a thread of its own; what else
`core/leases.py` decides is done here. A part whose lease could not be renewed in time stands still
at once (`Running.may_work`); it goes on when the renewal comes through after all, and ends when
somebody else has taken it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from nats.aio.client import Client

from anhuan.engine.adapters import checkpoint
from anhuan.engine.adapters.database import Thread, Unreachable
from anhuan.engine.adapters.parts.bucket import Bucket, Failed
from anhuan.engine.adapters.parts.judge_running import JudgeRunning
from anhuan.engine.adapters.parts.keeper import LOOK_EVERY_S, Keeper
from anhuan.engine.adapters.parts.naming import Part, find_plants, parts_of
from anhuan.engine.adapters.parts.running import Running
from anhuan.engine.adapters.parts.solver_running import SolverRunning
from anhuan.engine.adapters.rounds import every
from anhuan.engine.core.leases import VALID_S, Do, Hold, Lease, Step, Watch

log = logging.getLogger("engine")

PLANTS_EVERY_S = 30.0
REST_S = 5.0  # of a part that failed here; others may try it
LAST_WORDS_S = 3.0  # for a final checkpoint
GIVING_BACK_TRIES = 2  # a renewal may have been under way


@dataclass(slots=True)
class Work:
    """A part we hold and the task that runs it."""

    running: Running
    task: asyncio.Task[None]
    is_leaving: bool = False


@dataclass(slots=True)
class Worker:
    """`run` works until cancelled, then leaves everything in good order."""

    bus: Client
    solvers: int
    name: str = field(default_factory=lambda: f"worker.{uuid4().hex[:8]}")
    parts: dict[str, Part] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)
    resting: dict[str, float] = field(default_factory=dict)
    bucket: Bucket = field(init=False)
    keeper: Keeper = field(init=False)
    tasks: asyncio.TaskGroup = field(init=False)
    _database: Thread = field(default_factory=lambda: Thread("leases"))
    _busy: dict[str, asyncio.Task[None]] = field(default_factory=dict)  # taking, leaving

    def __post_init__(self) -> None:
        self.bucket = Bucket(self.bus)
        self.keeper = Keeper(self.name, self.do)

    @property
    def watch(self) -> Watch:
        """What was seen of all leases."""
        return self.keeper.watch

    async def run(self) -> None:
        """Hold what is ours, for ever."""
        log.info("%s: %s pid %d", self.name, socket.gethostname(), os.getpid())
        async with asyncio.TaskGroup() as self.tasks:
            finding = self.tasks.create_task(self._find_plants())
            self.keeper.start()
            try:
                await every(LOOK_EVERY_S, self.keeper.pulse)
            finally:
                finding.cancel()
                await self._leave_all()
                self.keeper.stop()

    async def _find_plants(self) -> None:
        """Whose parts there are: every plant of the database."""
        while True:
            try:
                plants = await self._database.run(find_plants)
                found = [part for plant in plants for part in parts_of(plant, self.solvers)]
                self.parts = {part.key: part for part in found}
                self.keeper.parts = dict(self.parts)
                for key in self.works.keys() - self.parts.keys() if found else ():
                    self._give_back(key, "the plant is no longer in use")
            except Unreachable as error:
                log.warning("waiting: %s", str(error).strip().splitlines()[0])
            await asyncio.sleep(PLANTS_EVERY_S if self.parts else LOOK_EVERY_S)

    def do(self, step: Step) -> None:
        """What the keeper has decided. It may come late: every writing is compared first."""
        work = self.works.get(step.part)
        if step.do is Do.TAKE:
            is_rested = self.resting.get(step.part, 0.0) <= time.monotonic()
            if work is None and step.part in self.parts and is_rested:
                self._meanwhile(step.part, self._take(step))
        elif work is None or work.running.hold.epoch != step.epoch:
            return
        elif step.do is Do.GIVE_BACK:
            self._give_back(step.part, "others have fewer")
        elif not work.is_leaving:
            log.warning("%s is another worker's now", step.part)
            work.is_leaving = True
            self._meanwhile(step.part, work.running.end(work.task))

    def _give_back(self, key: str, why: str) -> None:
        work = self.works[key]
        if not work.is_leaving:
            log.info("%s: given back, %s", key, why)
            work.is_leaving = True
            self._meanwhile(key, self._leave(key))

    def _meanwhile(self, key: str, doing: Coroutine[Any, Any, None]) -> None:
        """What takes long must not hold up the next renewal."""
        if key in self._busy:
            doing.close()
            return
        self._busy[key] = self.tasks.create_task(doing)
        self._busy[key].add_done_callback(lambda task: self._busy.pop(key, None))

    async def _take(self, step: Step) -> None:
        """Ours from the moment both the store and the record have taken our epoch."""
        part, free_s = self.parts[step.part], self.watch.free_since_s.get(step.part, 0.0)
        try:
            row = await self._database.run(checkpoint.epoch_of, part.company.pk, part.shard)
            epoch, asked_s = max(step.epoch, row + 1), time.monotonic()
            if not await self.bucket.write(
                step.part, Lease(self.name, epoch), step.revision, VALID_S
            ):
                return
            hold = self.keeper.holds[step.part] = Hold(step.part, epoch, asked_s + VALID_S)
            claimed = await self._database.run(checkpoint.claim, part.company.pk, part.shard, epoch)
        except (*Failed, *Unreachable) as error:
            log.warning("%s could not be taken: %s", step.part, error)
            self.keeper.holds.pop(step.part, None)
            return
        if claimed != epoch:
            self.keeper.holds.pop(step.part, None)
            return  # somebody was quicker in the record; our lease runs out
        waited_s = time.monotonic() - free_s
        log.info("%s: taken, epoch %d, %.1f s after it was seen free", step.part, epoch, waited_s)
        kind = JudgeRunning if part.share is None else SolverRunning
        running = kind(part, hold, self.bus)
        task = self.tasks.create_task(self._run(step.part, running))
        self.works[step.part] = Work(running, task)

    async def _run(self, key: str, running: Running) -> None:
        """A part until it is cancelled or fails; then it is no longer among ours."""
        try:
            await running.run()
        except BaseExceptionGroup as group:
            deposed, others = group.split(checkpoint.Deposed)
            if deposed:
                log.warning("%s: deposed", key)
            if others:
                log.error("%s failed", key, exc_info=others)
            self.resting[key] = time.monotonic() + REST_S
        except Exception:
            log.exception("%s failed", key)
            self.resting[key] = time.monotonic() + REST_S
        finally:
            self.works.pop(key, None)
            self.keeper.holds.pop(key, None)
            running.close()

    async def _leave(self, key: str) -> None:
        """Stop a part, save it, and let others have it at once."""
        work = self.works[key]
        try:
            await asyncio.wait_for(work.running.save(), LAST_WORDS_S)
        except (TimeoutError, checkpoint.Deposed) as error:
            log.warning("%s: no final checkpoint (%s)", key, type(error).__name__)
        await work.running.end(work.task)
        with contextlib.suppress(*Failed):
            for _ in range(GIVING_BACK_TRIES):
                if await self._given_back(key, Lease(self.name, work.running.hold.epoch)):
                    break

    async def _given_back(self, key: str, mine: Lease) -> bool:
        entry = (await self.bucket.entries()).get(key)
        if entry is None or entry.lease != mine:
            return True
        return await self.bucket.write(key, Lease("", mine.epoch), entry.revision, 0)

    async def _leave_all(self) -> None:
        for task in self._busy.values():
            task.cancel()
        await asyncio.gather(*(self._leave(key) for key in list(self.works)))
        log.info("%s: gone", self.name)
