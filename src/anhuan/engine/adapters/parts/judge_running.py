"""The judge at its loops: FIXES and keys in; alarms, tracks and the live picture out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Iterator
from typing import Any

from anhuan.engine.adapters import answers, checkpoint, rounds
from anhuan.engine.adapters.beats import Beat, Beats
from anhuan.engine.adapters.checkpoint import Frozen
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.adapters.parts import judging
from anhuan.engine.adapters.parts.judging import Judge, Readers
from anhuan.engine.adapters.parts.naming import fixes_subject
from anhuan.engine.adapters.parts.outgoing import STREAM
from anhuan.engine.adapters.parts.running import PAUSE_S, PAUSED_S, Running, until_next_beat
from anhuan.engine.adapters.stream import Reader

STRIDE_MS = 1_000  # of event time judged in one go


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
                    await asyncio.sleep(PAUSE_S)
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


def strides(clock_ms: int, beat: Beat) -> Iterator[Beat]:
    """The beat, and before it empty ones over what lies between: no lease outlives a long leap."""
    for end_ms in range(clock_ms + STRIDE_MS, beat.end_ms, STRIDE_MS):
        yield Beat(end_ms, [])
    yield beat
