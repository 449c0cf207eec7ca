"""What solvers and judges at work have in common: a lease, loops, checkpoints, an end."""

from __future__ import annotations

import asyncio
import gc
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any

from nats.aio.client import Client

from anhuan.engine.adapters import checkpoint, rounds
from anhuan.engine.adapters.beats import BEAT_MS, GUARD_MS
from anhuan.engine.adapters.checkpoint import Frozen
from anhuan.engine.adapters.database import Thread, Unreachable
from anhuan.engine.adapters.parts.naming import Part
from anhuan.engine.adapters.start import TRY_EVERY_S
from anhuan.engine.adapters.stream import Reader
from anhuan.engine.core.leases import Hold
from anhuan.kernel import clock

PAUSED_S = 0.05  # without a valid lease
PAUSE_S = 0.003  # now and then while much is to be done: leases must be renewed all the same
AGAIN_S = 0.2


class Running(ABC):
    """One part of one plant in this process. `hold` says how long it may be trusted to be ours."""

    def __init__(self, part: Part, hold: Hold, bus: Client) -> None:
        self.part = part
        self.hold = hold
        self.bus = bus
        self.records, self.alarms = Thread("records"), Thread("alarms")
        self.troubles: dict[str, str] = {}
        self.is_up = False
        self._tasks: list[asyncio.Task[None]] = []
        self._saving = asyncio.Lock()

    def may_work(self) -> bool:
        """Not while somebody else may be in charge."""
        return self.hold.is_valid(time.monotonic())

    async def run(self) -> None:
        """Take up the memory and work until cancelled. What fails ends it."""
        await self.wake()
        self.is_up = True
        gc.freeze()
        async with asyncio.TaskGroup() as tasks:
            self._tasks = [tasks.create_task(loop) for loop in self.loops()]

    async def end(self, running: asyncio.Task[None]) -> None:
        """Cancel `running`, which runs us, until it is over: the NATS client swallows a word."""
        while not running.done():
            for task in (running, *self._tasks):
                task.cancel()
            await asyncio.wait([running], timeout=AGAIN_S)

    async def save(self) -> None:
        """One checkpoint; raises Deposed where somebody else is in charge by now."""
        async with self._saving:  # what one has taken out to write, the next must not drop
            if self.is_up and self.may_work():
                await self._write(await self.freeze())

    async def _write(self, frozen: Frozen) -> None:
        try:
            await self.records.run(checkpoint.write, frozen)
        except (*Unreachable, checkpoint.Deposed) as error:
            self.take_back(frozen)
            if isinstance(error, checkpoint.Deposed):
                raise
            self.troubles["checkpoint"] = str(error)[:200]
        else:
            self.written(frozen)
            self.troubles.pop("checkpoint", None)

    async def keep_checkpoints(self) -> None:
        """Save for ever, and at once: who dies young must leave word where it began."""
        await rounds.every(rounds.CHECKPOINT_EVERY_S, self.save)

    def close(self) -> None:
        """It is over: its threads end when their last call does."""
        self.records.close()
        self.alarms.close()

    async def ask(self, what: Callable[..., Any], *values: Any) -> Any:
        """An answer of the database, however long it takes to come."""
        while True:
            try:
                found = await self.records.run(what, *values)
            except Unreachable as error:
                self.troubles["database"] = str(error)[:200]
                await asyncio.sleep(TRY_EVERY_S)
            else:
                self.troubles.pop("database", None)
                return found

    @abstractmethod
    async def wake(self) -> None: ...

    @abstractmethod
    def loops(self) -> list[Coroutine[Any, Any, None]]: ...

    @abstractmethod
    async def freeze(self) -> Frozen: ...

    @abstractmethod
    def take_back(self, frozen: Frozen) -> None: ...

    @abstractmethod
    def written(self, frozen: Frozen) -> None: ...

    @abstractmethod
    def facts(self) -> dict[str, Any]: ...


def until_next_beat(reader: Reader) -> float:
    """Seconds."""
    into_beat = (clock.now_ms() - GUARD_MS) % BEAT_MS
    return (BEAT_MS - into_beat) / 1000 if not reader.held else 0.005


def lag_s(clock_ms: int) -> float:
    """How far behind now a part's clock is."""
    return round(max(0, clock.now_ms() - max(clock_ms, 1)) / 1000, 3)
