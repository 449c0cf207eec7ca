"""The judge: fixes of all solvers out of FIXES, keys and states out of INGEST, and all the rest.

Its clock is that of FIXES. Keys are not held up by it: whoever calls for help is heard with the
picture there is.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

import numpy as np

from anhuan.engine.adapters import beat as path
from anhuan.engine.adapters import checkpoint, start
from anhuan.engine.adapters.beat import Stage, Work, process
from anhuan.engine.adapters.beats import Beat
from anhuan.engine.adapters.checkpoint import Frozen
from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.engine import Engine
from anhuan.engine.adapters.messages import Message
from anhuan.engine.adapters.parts.batches import Bytes, Made, unpacked
from anhuan.engine.adapters.stream import Position, Reader
from anhuan.engine.core.catching_up import JudgePipeline
from anhuan.engine.core.plant import Plant as Dense
from anhuan.engine.core.reports import Places
from anhuan.engine.core.shares import Place, Shares, judged_and_late
from anhuan.engine.core.state import Pending
from anhuan.engine.core.tables import pick
from anhuan.kernel import clock

log = logging.getLogger("engine")
EVENTS = ("anhuan.v1.button.>", "anhuan.v1.status.>", "anhuan.v1.gate.>")


@dataclass(slots=True)
class Judge:
    """An engine that is handed its fixes, and how far it has taken both streams."""

    engine: Engine
    of: int  # solvers
    began: Place  # of INGEST: what the memory it began with had seen
    shares: Shares = field(default_factory=Shares)
    events: Place = field(default_factory=Place)  # of INGEST
    fixes: Place = field(default_factory=Place)  # of FIXES
    _dense: Dense | None = None
    _number: dict[bytes, int] = field(default_factory=dict)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """As `beat.PIPELINE`, with fixes in the place of reports."""
        return (self.read, path.judge, path.remember, path.show, path.warn, path.tune)

    def process(self, beat: Beat, events: list[Message], readers: Readers) -> None:
        """One beat of fixes, and what keys and devices have said since the last."""
        process(self.engine, Beat(beat.end_ms, [*events, *beat.messages]), self.stages)
        if events:
            self.events = _place(readers.events, events[-1])
        if beat.messages:
            self.fixes = _place(readers.fixes, beat.messages[-1])
        oldest = self.oldest()
        self.engine.seq = oldest.seq

    def read(self, engine: Engine, work: Work) -> None:
        """Keys, states and passages are sorted; fixes go to the rules."""
        for message in work.beat.messages:
            engine.heard_ms = max(engine.heard_ms, message.at_ms)
            if message.subject.startswith("fix."):
                self.take(message)
            else:
                work.intake.take(message)

    def take(self, message: Message) -> None:
        """A solver's message: what of it is news goes to the rules."""
        try:
            batch = unpacked(message.data)
        except (ValueError, KeyError, TypeError) as error:
            log.error("fixes of %s cannot be read: %r", message.subject, error)
            self.engine.trouble("fixes", error)
            return
        for made in batch.beats:
            if self.shares.takes(batch.name, batch.epoch, made.place, made.clock_ms):
                self._take_beat(made)

    def oldest(self) -> Place:
        """Up to where all of INGEST is worked through: where a whole engine would have to go on."""
        places = [one.place for one in self.shares.taken.values() if one.place.seq]
        if len(places) < self.of:
            places.append(self.began)
        return min(places, key=lambda place: place.seq)

    def frozen(self) -> Frozen:
        """The checkpoint."""
        self.engine.feeds = {
            "events": asdict(self.events), "fixes": asdict(self.fixes),
            "shares": self.shares.dump(),
        }  # fmt: skip
        oldest = self.oldest()
        return checkpoint.freeze(self.engine, oldest.created, oldest.seq, oldest.at_ms)

    def _take_beat(self, made: Made) -> None:
        engine = self.engine
        plant, state = engine.pipeline.plant, engine.pipeline.state
        fixes: Pending = _numbered(made.fixes, self._numbers(made.fix_ids))
        late: Places = _numbered(made.late, self._numbers(made.late_ids))
        fixes, again = judged_and_late(fixes, plant, state)
        if len(fixes.tag):
            engine.pipeline.replay(fixes, engine.clock_ms)
        for places in (late, again):
            if len(places.tag):
                engine.tail.take_late(places, plant.tags)
        for tag, told in made.batteries.items():
            engine.devices.batteries[UUID(tag)] = told

    def _numbers(self, ids: Bytes) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Dense numbers of tags by their ids; -1 for those this plant does not know (any more)."""
        plant = self.engine.pipeline.plant
        if self._dense is not plant:
            self._dense = plant
            self._number = {tag.id.bytes: k for k, tag in enumerate(plant.tags)}
        body = ids.tobytes()
        names = (body[k : k + 16] for k in range(0, len(body), 16))
        return np.array([self._number.get(name, -1) for name in names], np.int64)


@dataclass(frozen=True, slots=True)
class Readers:
    """The judge's two streams."""

    events: Reader
    fixes: Reader


def woken(plant: Plant, of: int) -> tuple[Judge, Position, Position]:
    """The judge as of its last checkpoint; where it goes on in INGEST and in FIXES."""
    if checkpoint.read(plant.company.pk) is None:
        engine, _ = start.begun(plant, clock.now_ms())  # no solver has said anything yet
        position = Position(from_ms=clock.now_ms() - start.READ_BACK_MS)
    else:
        engine, position = start.woken(plant)
    engine.pipeline = JudgePipeline.going_on(engine.pipeline)
    feeds, began = engine.feeds, Place(position.created, position.seq, position.at_ms)
    if not feeds:  # it was a whole engine's, or there was none
        return Judge(engine, of, began), position, Position(from_ms=engine.clock_ms)
    judge = Judge(engine, of, began, Shares(), Place(**feeds["events"]), Place(**feeds["fixes"]))
    judge.shares.load(feeds["shares"])
    judge.shares.keep_only(f"/{of}")
    clock_ms = engine.clock_ms
    return judge, position_of(judge.events, clock_ms), position_of(judge.fixes, clock_ms)


def position_of(place: Place, clock_ms: int) -> Position:
    """Where a reader goes on after a place."""
    return Position(place.seq, place.created, clock_ms, place.at_ms)


def _place(reader: Reader, last: Message) -> Place:
    return Place(reader.position.created, last.seq, last.at_ms)


def _numbered(rows: Any, numbers: np.ndarray[Any, np.dtype[np.int64]]) -> Any:
    """The rows of tags that are known, under their numbers here."""
    return pick(rows._replace(tag=numbers), numbers >= 0)
