"""The path of a beat of messages through the engine, on one screen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from anhuan.engine.adapters import alarming, evacuating, watching
from anhuan.engine.adapters.beats import Beat
from anhuan.engine.adapters.engine import Engine
from anhuan.engine.adapters.intake import Intake
from anhuan.engine.adapters.rates import urgent_tags
from anhuan.engine.core.clean import Code
from anhuan.engine.core.pipeline import Output
from anhuan.engine.core.tables import pick

log = logging.getLogger("engine")
LOOK_EVERY_MS = 1_000  # after standing alarms


@dataclass(slots=True)
class Work:
    """One beat on its way."""

    beat: Beat
    intake: Intake
    output: Output = field(default_factory=lambda: Output(0))


Stage = Callable[[Engine, Work], None]


def read(engine: Engine, work: Work) -> None:
    """Messages become reports, positions, keys and states; what is wrong is counted."""
    for message in work.beat.messages:
        work.intake.take(message)
        engine.heard_ms = max(engine.heard_ms, message.at_ms)


def locate(engine: Engine, work: Work) -> None:
    """Reports and positions go into the filters."""
    now_ms, intake = work.beat.end_ms, work.intake
    if intake.builder.rows:
        intake.judged(engine.pipeline.ingest(intake.builder.take(), now_ms))
    if intake.places:
        places = intake.taken_places()
        codes = engine.pipeline.ingest_places(places, now_ms)
        late = np.isin(codes, (Code.LATE, Code.CLOCK_BEHIND))
        if late.any():  # too late to be judged, never too late for the track
            engine.tail.take_late(pick(places, late), engine.pipeline.plant.tags)


def judge(engine: Engine, work: Work) -> None:
    """The rules look at the plant at every instant that is due."""
    work.output = engine.pipeline.tick(work.beat.end_ms)


def remember(engine: Engine, work: Work) -> None:
    """Positions go into the tail, visits of areas into the record."""
    for fixes in [*work.output.late, *work.output.fixes]:
        engine.tail.take(fixes, engine.pipeline.plant.tags)
    for visit in work.output.visits:
        if visit.of_area:
            left_ms = visit.t_ms if visit.left else None
            engine.note_visit((visit.tag, visit.zone, visit.entered_ms), left_ms)


def show(engine: Engine, work: Work) -> None:
    """Positions and head counts go onto the board."""
    plant = engine.pipeline.plant
    for fixes in work.output.fixes:
        engine.board.take(fixes, plant.tags, plant.zones)
    if len(work.output.counts) == len(plant.zones):
        engine.board.count(work.output.counts, work.output.total, plant.config.areas)


def warn(engine: Engine, work: Work) -> None:
    """Decisions, keys and device states become alarms, and words to the people concerned."""
    around, book, now_ms = engine.around(), engine.book, work.beat.end_ms
    said = [watching.pressed(around, press) for press in work.intake.keys]
    said += [alarming.decided(book, around, d, engine.heard_ms) for d in work.output.decisions]
    if engine.devices.batteries:
        told, engine.devices.batteries = engine.devices.batteries, {}
        said.append(watching.batteries(book, around, told, now_ms))
    if work.output.fixes:
        moved = {tag: engine.board.rows[tag].t_ms for tag in engine.board.moved}
        said.append(watching.nobodys(book, around, moved, now_ms))
    if work.output.up_to_ms >= engine.looked_ms + LOOK_EVERY_MS:
        engine.looked_ms = work.output.up_to_ms
        said += [watching.lasting(book, now_ms), watching.recounted(book, around)]
        said.append(evacuating.evacuations(book, around, engine.open_alarms))
    whole = alarming.all_of(said)
    engine.alarms.give([*work.intake.notes, *whole.orders])
    engine.tells += whole.tells


def tune(engine: Engine, work: Work) -> None:
    """Anchors are checked by what their ranges leave over; tags asked to report as they should."""
    plant, now_ms = engine.plant, work.beat.end_ms
    engine.drift.look(engine.pipeline.plant, engine.devices, now_ms, plant.check_every_ms)
    if engine.rates.is_due(plant, now_ms):
        urgent = urgent_tags(plant, engine.pipeline, engine.book, engine.open_alarms)
        engine.rates.look(plant, engine.pipeline, now_ms, urgent)


PIPELINE: tuple[Stage, ...] = (read, locate, judge, remember, show, warn, tune)


def process(engine: Engine, beat: Beat, stages: tuple[Stage, ...] = PIPELINE) -> None:
    """Put one beat through all stages. A stage that fails is told; the plant goes on."""
    intake = Intake(
        engine.plant,
        engine.pipeline.builder(),
        engine.devices,
        engine.refusals,
        engine.limits,
    )
    work = Work(beat, intake)
    engine.clock_ms, is_well = beat.end_ms, True
    for stage in stages:
        try:
            stage(engine, work)
        except Exception as error:
            # A fault of ours, met by these messages. Dying would meet them again, for ever.
            log.exception("stage %s failed on a beat of %d", stage.__name__, len(beat.messages))
            engine.trouble("pipeline", f"{stage.__name__}: {error!r}")
            is_well = False
    if is_well:
        engine.trouble("pipeline")
    if beat.messages:
        engine.seq = beat.messages[-1].seq
