"""A solver at its loops: INGEST in, FIXES out, the filters' memory into the database."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Coroutine
from typing import Any

from nats.errors import Error as NatsError

from anhuan.engine.adapters import records, rounds
from anhuan.engine.adapters.beats import Beats
from anhuan.engine.adapters.checkpoint import Frozen
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.adapters.database import Unreachable
from anhuan.engine.adapters.parts import solver_memory, solving
from anhuan.engine.adapters.parts.naming import fixes_subject
from anhuan.engine.adapters.parts.outgoing import Outgoing
from anhuan.engine.adapters.parts.running import PAUSE_S, PAUSED_S, Running, lag_s, until_next_beat
from anhuan.engine.adapters.parts.solving import Solving
from anhuan.engine.adapters.stream import Reader


class SolverRunning(Running):
    """One solver: INGEST in, FIXES out."""

    solving: Solving
    reader: Reader

    async def wake(self) -> None:
        part = self.part
        assert part.share is not None
        plant = await self.ask(load_plant, part.company)
        self.solving, position = await self.ask(solver_memory.woken, plant, part.share, part.of)
        self.reader = Reader(self.bus, position, subjects=solving.SUBJECTS)
        subject = fixes_subject(part.company.code, part.share)
        self.outgoing = Outgoing(self.bus, subject, self.solving.name, self.may_work)
        self.outgoing.epoch = self.hold.epoch

    def loops(self) -> list[Coroutine[Any, Any, None]]:
        reload = asyncio.Event()
        return [
            self.reader.run(), self.outgoing.run(), self.follow(), self.keep_checkpoints(),
            self.keep_devices(), self.keep_configuration(reload), self.hear_changes(reload),
        ]  # fmt: skip

    async def follow(self) -> None:
        """Put the stream through the filters, beat by beat."""
        beats = Beats(self.reader.held, self.solving.clock_ms)
        while True:
            drained_ms = await self.reader.drained_at()
            if not self.may_work() or self.outgoing.is_full:
                await asyncio.sleep(PAUSED_S)
                continue
            await self._solve(beats, drained_ms)
            await asyncio.sleep(until_next_beat(self.reader))

    async def _solve(self, beats: Beats, drained_ms: int | None) -> None:
        breath = time.monotonic()
        for beat in beats.due(drained_ms):
            if made := self.solving.process(beat, self.reader.position.created):
                self.outgoing.give(made)
            if time.monotonic() - breath > rounds.BREATH_S:
                await asyncio.sleep(PAUSE_S)
                breath = time.monotonic()
            if not self.may_work():
                return

    async def freeze(self) -> Frozen:
        frozen = solver_memory.freeze(self.solving, self.hold.epoch)
        try:
            await self.outgoing.drained()  # who goes on from here says nothing older again
        except asyncio.CancelledError:
            self.take_back(frozen)
            raise
        return frozen

    def take_back(self, frozen: Frozen) -> None:
        solver_memory.take_back(self.solving, frozen)

    def written(self, frozen: Frozen) -> None:
        """Nothing was kept for it."""

    async def keep_devices(self) -> None:
        """Signs of life of our tags and the anchors they heard."""

        async def write() -> None:
            tags, anchors = self.solving.devices.take_news()
            try:
                await self.records.run(records.write_devices, tags, anchors)
            except Unreachable:
                self.solving.devices.give_back(tags, anchors)

        await rounds.every(rounds.DEVICES_EVERY_S, write)

    async def keep_configuration(self, reload: asyncio.Event) -> None:
        """Read the plant again when told, and every minute."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reload.wait(), rounds.RELOAD_EVERY_S)
            reload.clear()
            self.solving.reconfigure(await self.ask(load_plant, self.part.company))

    async def hear_changes(self, reload: asyncio.Event) -> None:
        """`cfg.{company}.changed`."""

        async def changed(message: object) -> None:
            reload.set()

        heard = await self.bus.subscribe(f"cfg.{self.part.company.code}.changed", cb=changed)
        await until_cancelled(heard)

    def facts(self) -> dict[str, Any]:
        if not self.is_up:
            return {"state": "starting", "troubles": dict(self.troubles)}
        troubles = {**self.troubles, **self.solving.troubles}
        if self.outgoing.is_stuck:
            troubles["fixes"] = "the stream does not take them"
        return {
            "lag_s": lag_s(self.solving.clock_ms),
            "stream_seq": self.solving.place.seq,
            "pending": self.reader.pending + len(self.reader.held),
            "tags": len(self.solving.solver.plant.tags),
            "fixes": self.solving.fixes,
            "waiting": len(self.outgoing.waiting),
            "troubles": troubles,
        }


async def until_cancelled(subscription: Any) -> None:
    """Hear until cancelled, then no more."""
    try:
        await asyncio.Event().wait()
    finally:
        with contextlib.suppress(NatsError):
            await subscription.unsubscribe()
