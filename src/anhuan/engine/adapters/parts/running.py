"""Parts at work: a solver or a judge with its readers, loops and checkpoints, until cancelled."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from nats.aio.client import Client
from nats.errors import Error as NatsError

from anhuan.engine.adapters import answers, checkpoint, records, rounds
from anhuan.engine.adapters.beats import BEAT_MS, GUARD_MS, Beat, Beats
from anhuan.engine.adapters.checkpoint import Frozen
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.adapters.database import Thread, Unreachable
from anhuan.engine.adapters.parts import judging, solver_memory, solving
from anhuan.engine.adapters.parts.judging import Judge, Readers
from anhuan.engine.adapters.parts.naming import Part, fixes_subject
from anhuan.engine.adapters.parts.outgoing import STREAM, Outgoing
from anhuan.engine.adapters.parts.solving import Solving
from anhuan.engine.adapters.start import TRY_EVERY_S
from anhuan.engine.adapters.stream import Reader
from anhuan.engine.core.leases import Hold
from anhuan.kernel import clock

PAUSED_S = 0.05
AGAIN_S = 0.2
STRIDE_MS = 1_000  # of event time judged in one go


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
        if not self.is_up or not self.may_work():
            return
        frozen = await self.freeze()
        try:
            await self.records.run(checkpoint.write, frozen)
        except Unreachable as error:
            self.take_back(frozen)
            self.troubles["checkpoint"] = str(error)[:200]
        except checkpoint.Deposed:
            self.take_back(frozen)
            raise
        else:
            self.written(frozen)
            self.troubles.pop("checkpoint", None)

    async def keep_checkpoints(self) -> None:
        """Save for ever."""
        await asyncio.sleep(rounds.CHECKPOINT_EVERY_S)
        await rounds.every(rounds.CHECKPOINT_EVERY_S, self.save)

    def close(self) -> None:
        """It is over: its threads end when their last call does."""
        self.records.close()
        self.alarms.close()

    async def ask(self, what: Callable[..., Any], *values: Any) -> Any:
        """An answer of the database, however long it takes to come."""
        while True:
            try:
                return await self.records.run(what, *values)
            except Unreachable as error:
                self.troubles["database"] = str(error)[:200]
                await asyncio.sleep(TRY_EVERY_S)

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
                await asyncio.sleep(0)
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


class JudgeRunning(Running):
    """The judge: FIXES and keys in; alarms, tracks and the live picture out."""

    judge: Judge
    readers: Readers

    async def wake(self) -> None:
        part = self.part
        plant = await self.ask(load_plant, part.company)
        self.judge, events, fixes = await self.ask(judging.woken, plant, part.of)
        subject = fixes_subject(part.company.code, "*")
        self.readers = Readers(
            Reader(self.bus, events, subjects=judging.EVENTS),
            Reader(self.bus, fixes, STREAM, (subject,)),
        )
        self.judge.engine.epoch = self.hold.epoch
        self.judge.engine.alarms.may_write = self.may_work

    def loops(self) -> list[Coroutine[Any, Any, None]]:
        engine, reload = self.judge.engine, asyncio.Event()
        return [
            self.readers.events.run(), self.readers.fixes.run(), self.follow(),
            rounds.show(engine, self.bus), rounds.tell_states(engine, self.records, self.bus),
            rounds.keep_latest(engine, self.records), rounds.keep_devices(engine, self.records),
            rounds.keep_configuration(engine, self.records, reload), self.keep_checkpoints(),
            engine.alarms.run(engine.plant.company, self.alarms),
            answers.answer_for_ever(engine, self.bus, reload.set),
        ]  # fmt: skip

    async def follow(self) -> None:
        """Judge, beat by beat; keys at once."""
        engine, readers = self.judge.engine, self.readers
        beats = Beats(readers.fixes.held, engine.clock_ms)
        while True:
            await readers.events.drained_at()  # makes room, too
            drained_ms = await readers.fixes.drained_at()
            if not self.may_work():
                await asyncio.sleep(PAUSED_S)
                continue
            await self._judge(beats, drained_ms)
            await rounds.tell_tags(engine, self.bus)
            await rounds.ask_for_rates(engine, self.bus)
            await asyncio.sleep(until_next_beat(readers.fixes))

    async def _judge(self, beats: Beats, drained_ms: int | None) -> None:
        held, breath = self.readers.events.held, time.monotonic()
        events = [held.popleft() for _ in range(len(held))]
        if events:
            self.judge.process(Beat(self.judge.engine.clock_ms, []), events, self.readers)
        for beat in beats.due(drained_ms):
            for stride in strides(self.judge.engine.clock_ms, beat):
                self.judge.process(stride, [], self.readers)
                if time.monotonic() - breath > rounds.BREATH_S:
                    await asyncio.sleep(0)
                    breath = time.monotonic()
            if not self.may_work():
                return

    async def freeze(self) -> Frozen:
        return self.judge.frozen()

    def take_back(self, frozen: Frozen) -> None:
        checkpoint.take_back(self.judge.engine, frozen)

    def written(self, frozen: Frozen) -> None:
        checkpoint.written(self.judge.engine, frozen)

    def facts(self) -> dict[str, Any]:
        if not self.is_up:
            return {"state": "starting", "troubles": dict(self.troubles)}
        engine, fixes = self.judge.engine, self.readers.fixes
        told = rounds.facts(engine, fixes, self.bus)
        shares = self.judge.shares
        return {
            **told["detail"],
            "lag_s": told["lag_s"],
            "troubles": {**self.troubles, **engine.troubles},
            "beats_repeated": shares.repeated,
            "beats_deposed": shares.deposed,
        }


def running_of(part: Part, hold: Hold, bus: Client) -> Running:
    """The part, not yet started."""
    kind = JudgeRunning if part.share is None else SolverRunning
    return kind(part, hold, bus)


def strides(clock_ms: int, beat: Beat) -> Iterator[Beat]:
    """The beat, and before it empty ones over what lies between: no lease outlives a long leap."""
    for end_ms in range(clock_ms + STRIDE_MS, beat.end_ms, STRIDE_MS):
        yield Beat(end_ms, [])
    yield beat


def until_next_beat(reader: Reader) -> float:
    """Seconds."""
    into_beat = (clock.now_ms() - GUARD_MS) % BEAT_MS
    return (BEAT_MS - into_beat) / 1000 if not reader.held else 0.005


def lag_s(clock_ms: int) -> float:
    """How far behind now a part's clock is."""
    return round(max(0, clock.now_ms() - max(clock_ms, 1)) / 1000, 3)


async def until_cancelled(subscription: Any) -> None:
    """Hear until cancelled, then no more."""
    try:
        await asyncio.Event().wait()
    finally:
        with contextlib.suppress(NatsError):
            await subscription.unsubscribe()
