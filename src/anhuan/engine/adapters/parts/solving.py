"""A solver at work: reports of its tags out of INGEST, fixes into FIXES, nothing judged."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

import numpy as np

from anhuan.engine.adapters.anchor_drift import DriftWatch
from anhuan.engine.adapters.beats import Beat
from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.devices import Devices
from anhuan.engine.adapters.intake import Intake
from anhuan.engine.adapters.limits import Limits
from anhuan.engine.adapters.parts.batches import Made, ids_of
from anhuan.engine.adapters.refusals import Refusals
from anhuan.engine.core.clean import Code
from anhuan.engine.core.output import FixTable
from anhuan.engine.core.reports import Places
from anhuan.engine.core.shares import Place
from anhuan.engine.core.solver import Solver, config_of_share, share_of
from anhuan.engine.core.tables import blank, join, pick
from anhuan.kernel import clock

log = logging.getLogger("engine")
SAY_EVERY_MS = 5_000  # how far we are, also when nothing was made
SUBJECTS = ("anhuan.v1.ranging.>", "anhuan.v1.location.>")


@dataclass(slots=True)
class Solving:
    """One share of one plant's tags. `place` and `clock_ms`: INGEST is worked through to there."""

    plant: Plant
    share: int
    of: int
    solver: Solver
    place: Place = field(default_factory=Place)
    clock_ms: int = 0
    devices: Devices = field(default_factory=Devices)
    refusals: Refusals = field(default_factory=Refusals)
    limits: Limits = field(default_factory=Limits)
    drift: DriftWatch = field(default_factory=DriftWatch)
    fixes: int = 0  # made since it was taken over
    said_ms: int = 0
    troubles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.devices.know(self.plant)

    @property
    def name(self) -> str:
        """As the judge tells solvers apart: another division is another solver."""
        return f"solve.{self.share}/{self.of}"

    def owns(self, number: str) -> bool:
        """Whether a tag (or a message without one) is ours."""
        return share_of(number, self.of) == self.share

    def reconfigure(self, plant: Plant) -> None:
        """Take over a plant read anew."""
        self.plant = plant
        self.devices.know(plant)
        config = config_of_share(plant.config, self.share, self.of)
        if config != self.solver.plant.config:
            self.solver.reconfigure(config)

    def process(self, beat: Beat, created: str) -> Made | None:
        """Put one beat through the filters; None when nothing came of it.

        What fails is told and the plant goes on: dying would meet the same messages again.
        """
        self.clock_ms = beat.end_ms
        late: list[Places] = []
        try:
            late = self._solve(beat)
            self.troubles.pop("pipeline", None)
        except Exception as error:
            log.exception("%s failed on a beat of %d", self.name, len(beat.messages))
            self.troubles["pipeline"] = repr(error)[:200]
        if beat.messages:
            last = beat.messages[-1]
            self.place = Place(created, last.seq, last.at_ms)
        self.drift.look(self.solver.plant, self.devices, beat.end_ms, self.plant.check_every_ms)
        return self._made(late)

    def _solve(self, beat: Beat) -> list[Places]:
        """Reports and positions into the filters; answers positions too late for them."""
        solver, now_ms = self.solver, beat.end_ms
        intake = Intake(
            self.plant, solver.builder(), self.devices, self.refusals, self.limits, self.owns
        )
        for message in beat.messages:
            intake.take(message)
        if intake.builder.rows:
            intake.judged(solver.ingest(intake.builder.take(), now_ms))
        if not intake.places:
            return []
        places = intake.taken_places()
        codes = solver.ingest_places(places, now_ms)
        return [pick(places, np.isin(codes, (Code.LATE, Code.CLOCK_BEHIND)))]

    def _made(self, late_places: list[Places]) -> Made | None:
        fixes, late_tables = self.solver.take()
        late = join([blank(Places), *late_places, *(places_of(one) for one in late_tables)])
        batteries = {str(tag): told for tag, told in self.devices.batteries.items()}
        self.devices.batteries = {}
        self.fixes += len(fixes.tag)
        is_news = bool(len(fixes.tag) or len(late.tag) or batteries)
        if not is_news and self.clock_ms - self.said_ms < SAY_EVERY_MS:
            return None
        self.said_ms = self.clock_ms
        ids = ids_of(self.solver.plant.tags)
        return Made(
            self.place, self.clock_ms, fixes, ids[fixes.tag], late, ids[late.tag], batteries
        )


def places_of(table: FixTable) -> Places:
    """What the track wants of fixes."""
    return Places(table.tag, table.t_ms, table.x, table.y, table.floor, table.r68_m)


def new_solving(plant: Plant, share: int, of: int) -> Solving:
    """A solver that knows nothing of the past yet."""
    config = config_of_share(plant.config, share, of)
    return Solving(plant, share, of, Solver(config, clock.now_ms()))
