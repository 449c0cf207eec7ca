"""Coming up: find the plant, take up the memory, know where the stream goes on."""

from __future__ import annotations

import asyncio
import logging

from anhuan.domains.alarms.models import Alarm
from anhuan.engine.adapters import checkpoint, records
from anhuan.engine.adapters.checkpoint import Stored
from anhuan.engine.adapters.configuration import Plant, find_company, load_plant
from anhuan.engine.adapters.database import Thread, Unreachable
from anhuan.engine.adapters.engine import Engine
from anhuan.engine.adapters.orders import RETURN, Order
from anhuan.engine.adapters.stream import Position
from anhuan.engine.adapters.tail import BUCKET_MS, GRACE_MS
from anhuan.engine.core.pipeline import Pipeline
from anhuan.kernel import clock

log = logging.getLogger("engine")
TRY_EVERY_S = 1.0
READ_BACK_MS = 900_000  # of the stream, when there never was a checkpoint
PEOPLES = ("sos", "call", "fall")  # nobody but a person ends these


async def find_plant(thread: Thread) -> Plant:
    """The plant of this engine; waits for the database, and for somebody to enter a plant."""
    said = ""
    while True:
        try:
            company = await thread.run(find_company)
            if company is not None:
                return await thread.run(load_plant, company)
            why = "no plant in the database yet"
        except Unreachable as error:
            why = str(error).strip().splitlines()[0]
        if why != said:
            log.warning("waiting: %s", why)
        said = why
        await asyncio.sleep(TRY_EVERY_S)


async def wake_up(plant: Plant, thread: Thread) -> tuple[Engine, Position]:
    """An engine as of its last checkpoint, and where in the stream it goes on."""
    while True:
        try:
            engine, position = await thread.run(woken, plant)
            engine.epoch = await thread.run(checkpoint.epoch_of, plant.company.pk)
            engine.feeds = {}  # of a judge, whose work this engine does by itself
            return engine, position
        except Unreachable as error:
            log.warning("waiting: %s", error)
            await asyncio.sleep(TRY_EVERY_S)


def woken(plant: Plant) -> tuple[Engine, Position]:
    """See `wake_up`; in one go, database included."""
    stored = checkpoint.read(plant.company.pk)
    if stored is None:
        return begun(plant, clock.now_ms() - READ_BACK_MS)
    engine = Engine(plant, Pipeline(plant.config, stored.saved_ms))
    engine.board.rows = records.read_latest(plant.company.pk)
    try:
        created = checkpoint.restore(engine, stored)
    except (ValueError, KeyError, TypeError) as error:
        return _afresh(plant, stored, error)
    engine.keep_schedule()
    log.info("going on after message %d", stored.seq)
    return engine, Position(stored.seq, created, engine.clock_ms, engine.heard_ms)


def begun(plant: Plant, from_ms: int) -> tuple[Engine, Position]:
    """An engine that remembers nothing and reads the stream from a moment on."""
    engine = Engine(plant, Pipeline(plant.config, from_ms), clock_ms=from_ms)
    engine.pipeline.state.began_ms = clock.now_ms()  # what is read back proves nobody's absence
    engine.board.rows = records.read_latest(plant.company.pk)
    engine.keep_schedule()
    return engine, Position(from_ms=from_ms)


def _afresh(plant: Plant, stored: Stored, why: Exception) -> tuple[Engine, Position]:
    """Without a memory: read again what no chunk holds yet, and end what was left open.

    What still holds is raised again under the same condition and folds into its alarm.
    """
    from_ms = stored.saved_ms - stored.saved_ms % BUCKET_MS - BUCKET_MS - GRACE_MS
    log.error("checkpoint unreadable (%s); reading the stream from %s", why, clock.from_ms(from_ms))
    engine, position = begun(plant, from_ms)
    ended = records.end_open_visits(plant.company.pk)
    rows = (
        Alarm.objects.filter(
            company=plant.company, source="engine", returned_at__isnull=True, closed_at__isnull=True
        )
        .exclude(kind__code__in=PEOPLES)
        .values_list("condition", flat=True)
    )
    orders = [Order(RETURN, condition, stored.saved_ms) for condition in rows]
    engine.alarms.give(orders)
    log.warning("%d visits and %d alarms ended that nobody remembers", ended, len(orders))
    return engine, position
