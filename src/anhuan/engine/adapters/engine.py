"""Everything one engine consists of, and the few things done to all of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from anhuan.engine.adapters.alarm_queue import AlarmQueue
from anhuan.engine.adapters.alarming import Tell
from anhuan.engine.adapters.anchor_drift import DriftWatch
from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.board import Board
from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.devices import Devices
from anhuan.engine.adapters.limits import Limits
from anhuan.engine.adapters.open_alarms import OpenAlarm
from anhuan.engine.adapters.rates import Rates
from anhuan.engine.adapters.refusals import Refusals
from anhuan.engine.adapters.standing import Book
from anhuan.engine.adapters.tail import Tail
from anhuan.engine.core.pipeline import Pipeline
from anhuan.kernel import clock

log = logging.getLogger("engine")
Visit = tuple[UUID, UUID, int]  # tag, area, entered_ms
VISITS_MAX = 500_000  # waiting to be written


@dataclass(slots=True)
class Engine:
    """One plant's engine. `seq` and `clock_ms`: the stream is worked through up to there."""

    plant: Plant
    pipeline: Pipeline
    seq: int = 0
    clock_ms: int = 0
    heard_ms: int = 0  # when the newest message was stored
    looked_ms: int = 0  # when standing alarms were looked at last
    epoch: int = 0  # of the lease this is run under
    feeds: dict[str, Any] = field(default_factory=dict)  # of a judge: where its streams go on
    board: Board = field(default_factory=Board)
    tail: Tail = field(default_factory=Tail)
    book: Book = field(default_factory=Book)
    alarms: AlarmQueue = field(default_factory=AlarmQueue)
    devices: Devices = field(default_factory=Devices)
    refusals: Refusals = field(default_factory=Refusals)
    limits: Limits = field(default_factory=Limits)
    rates: Rates = field(default_factory=Rates)
    drift: DriftWatch = field(default_factory=DriftWatch)
    visits: dict[Visit, int | None] = field(default_factory=dict)  # when left, if known
    tells: list[Tell] = field(default_factory=list)  # words for tags, not yet sent
    open_alarms: tuple[OpenAlarm, ...] = ()  # of every source, as last read
    troubles: dict[str, str] = field(default_factory=dict)  # what is not well, by part

    def __post_init__(self) -> None:
        self.devices.know(self.plant)

    def around(self) -> Around:
        """The plant as it is now, with names."""
        return Around(self.plant, self.pipeline, self.clock_ms)

    def reconfigure(self, plant: Plant) -> bool:
        """Take over a plant read anew; False when nothing the pipeline sees has changed."""
        self.plant = plant
        self.devices.know(plant)
        self.board.keep_only(plant.holders)
        return self.keep_schedule()

    def keep_schedule(self) -> bool:
        """Put fences in and out of force as of the engine's clock."""
        config = self.plant.config_at(clock.from_ms(self.clock_ms))
        if config == self.pipeline.plant.config:
            return False
        self.pipeline.reconfigure(config)
        return True

    def note_visit(self, visit: Visit, left_ms: int | None) -> None:
        """A visit that has begun or ended; an end is never taken back."""
        if left_ms is not None or visit not in self.visits:
            self.visits[visit] = left_ms
        while len(self.visits) > VISITS_MAX:
            self.visits.pop(next(iter(self.visits)))

    def trouble(self, part: str, error: object = None) -> None:
        """Remember that a part is not well, or (without an error) that it is again."""
        if error is None:
            if self.troubles.pop(part, None):
                log.info("%s: well again", part)
        elif part not in self.troubles:
            self.troubles[part] = str(error).strip().splitlines()[0][:200] or "?"
            log.warning("%s: %s", part, self.troubles[part])
