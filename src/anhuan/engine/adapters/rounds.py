"""What the engine does again and again: each a loop that ends only with the process."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from nats.aio.client import Client

from anhuan.engine.adapters import bus as nats_bus
from anhuan.engine.adapters import checkpoint, records
from anhuan.engine.adapters.beat import process
from anhuan.engine.adapters.beats import BEAT_MS, GUARD_MS, Beats
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.adapters.database import Thread, Unreachable
from anhuan.engine.adapters.engine import Engine
from anhuan.engine.adapters.open_alarms import read_open, states
from anhuan.engine.adapters.stream import Reader
from anhuan.kernel import clock

FRAMES_EVERY_S = 0.5
STATES_EVERY_S = 4.0
LATEST_EVERY_S = 2.0
DEVICES_EVERY_S = 10.0
CHECKPOINT_EVERY_S = float(os.environ.get("ANHUAN_CHECKPOINT_S") or 15)
SCHEDULE_EVERY_S = 1.0  # fences come into force at their second
RELOAD_EVERY_S = 60.0
HEARTBEAT_EVERY_S = 2.0
BREATH_S = 0.03  # at most so long without letting the others have a turn
TOLD_FOR_MS = 60_000
OLD_NEWS_MS = 60_000  # words to a tag that come later than that are not said


async def every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    """Again and again, at an even pace as far as the work allows."""
    due = time.monotonic()
    while True:
        await do()
        due = max(due + seconds, time.monotonic())
        await asyncio.sleep(due - time.monotonic())


async def follow(engine: Engine, reader: Reader, bus: Client) -> None:
    """Put the stream through the pipeline, beat by beat; this is the engine's clock."""
    beats = Beats(reader.held, engine.clock_ms)
    while True:
        drained_ms = await reader.drained_at()
        breath = time.monotonic()
        for beat in beats.due(drained_ms):
            process(engine, beat)
            if time.monotonic() - breath > BREATH_S:
                await asyncio.sleep(0)
                breath = time.monotonic()
        await tell_tags(engine, bus)
        await ask_for_rates(engine, bus)
        into_beat = (clock.now_ms() - GUARD_MS) % BEAT_MS
        await asyncio.sleep((BEAT_MS - into_beat) / 1000 if not reader.held else 0.005)


async def tell_tags(engine: Engine, bus: Client) -> None:
    """Send words to the tags concerned (AQ 3064.3-2025: within 5 s). Old ones help nobody."""
    tells, engine.tells = engine.tells, []
    for tell in tells:
        holder = engine.plant.holders.get(tell.tag) if tell.tag else None
        number = tell.device or (holder.number if holder else "")
        if not number or clock.now_ms() - tell.at_ms > OLD_NEWS_MS:
            continue
        until = clock.from_ms(tell.at_ms + TOLD_FOR_MS).isoformat()
        words = {"id": tell.alarm_id, "cmd": "alarm", "text": tell.text, "until": until}
        await nats_bus.publish(bus, f"anhuan.v1.down.{number}", orjson.dumps(words))


async def ask_for_rates(engine: Engine, bus: Client) -> None:
    """Ask tags to report more or less often. One that reads an old stream asks nobody."""
    asks = engine.rates.take()
    if clock.now_ms() - engine.clock_ms > OLD_NEWS_MS:
        return
    for ask in asks:
        words = {"cmd": "rate", "every_ms": ask.every_ms}
        await nats_bus.publish(bus, f"anhuan.v1.down.{ask.number}", orjson.dumps(words))


async def show(engine: Engine, bus: Client) -> None:
    """Position frames twice a second, head counts once."""
    is_whole_second = False

    async def frame() -> None:
        nonlocal is_whole_second
        engine.board.settle(engine.clock_ms, engine.plant.config.settings)
        subject, is_whole_second = f"rt.{engine.plant.code}", not is_whole_second
        await nats_bus.publish(bus, f"{subject}.positions", orjson.dumps(engine.board.frame()))
        if is_whole_second and engine.board.counts:
            counts = orjson.dumps(engine.board.counts_frame())
            await nats_bus.publish(bus, f"{subject}.counts", counts)

    await every(FRAMES_EVERY_S, frame)


async def tell_states(engine: Engine, thread: Thread, bus: Client) -> None:
    """How every alarm that lasts stands: AQ 3064.3-2025 7.3.1 wants it 12 times a minute.

    While the database is away, the alarms last known go on being told.
    """

    async def tell() -> None:
        try:
            engine.open_alarms = await thread.run(read_open, engine.plant.company)
        except Unreachable as error:
            engine.trouble("alarms", error)
        else:
            engine.trouble("alarms")
        said = orjson.dumps(states(engine.open_alarms, engine.around(), clock.now_ms()))
        await nats_bus.publish(bus, f"rt.{engine.plant.code}.alarm_states", said)

    await every(STATES_EVERY_S, tell)


async def keep_latest(engine: Engine, thread: Thread) -> None:
    """The newest position of everybody who moved into the database."""

    async def write() -> None:
        tags, engine.board.unsaved = engine.board.unsaved, set()
        rows = {tag: engine.board.rows[tag] for tag in tags if tag in engine.board.rows}
        if not rows:
            return
        try:
            await thread.run(records.write_latest, rows)
        except Unreachable as error:
            engine.board.unsaved |= tags
            engine.trouble("database", error)
        else:
            engine.trouble("database")

    await every(LATEST_EVERY_S, write)


async def keep_devices(engine: Engine, thread: Thread) -> None:
    """Signs of life and batteries of tags and anchors into the database."""

    async def write() -> None:
        tags, anchors = engine.devices.take_news()
        try:
            await thread.run(records.write_devices, tags, anchors)
        except Unreachable:
            engine.devices.give_back(tags, anchors)

    await every(DEVICES_EVERY_S, write)


async def save(engine: Engine, reader: Reader, thread: Thread) -> None:
    """One checkpoint; when it fails, everything is kept for the next."""
    is_another_stream = reader.position.seq < engine.seq
    frozen = checkpoint.freeze(
        engine, reader.position.created, 0 if is_another_stream else engine.seq
    )
    try:
        await thread.run(checkpoint.write, frozen)
    except Unreachable as error:
        checkpoint.take_back(engine, frozen)
        engine.trouble("checkpoint", error)
    else:
        checkpoint.written(engine, frozen)
        engine.trouble("checkpoint")


async def keep_checkpoints(engine: Engine, reader: Reader, thread: Thread) -> None:
    """Save for ever."""
    await asyncio.sleep(CHECKPOINT_EVERY_S)
    await every(CHECKPOINT_EVERY_S, lambda: save(engine, reader, thread))


async def keep_configuration(engine: Engine, thread: Thread, wake: asyncio.Event) -> None:
    """Read the plant again when told, and every minute; fences come into force by the clock."""
    read_at = time.monotonic()
    while True:
        try:
            await asyncio.wait_for(wake.wait(), SCHEDULE_EVERY_S)
        except TimeoutError:
            engine.keep_schedule()
        if wake.is_set() or time.monotonic() - read_at > RELOAD_EVERY_S:
            wake.clear()
            read_at = time.monotonic()
            try:
                engine.reconfigure(await thread.run(load_plant, engine.plant.company))
                await thread.run(records.prune_refusals, clock.now())
            except Unreachable as error:
                engine.trouble("configuration", error)
            else:
                engine.trouble("configuration")


def facts(engine: Engine, reader: Reader, bus: Client) -> dict[str, Any]:
    """How the engine is: its state, how far behind it is, and figures for the status page."""
    now_ms = clock.now_ms()
    if not bus.is_connected:
        engine.trouble("nats", "not connected")
    else:
        engine.trouble("nats")
    return {
        "state": "degraded" if engine.troubles else "ok",
        "lag_s": round(max(0, now_ms - max(engine.clock_ms, 1)) / 1000, 3),
        "detail": {
            "stream_seq": engine.seq,
            "pending": reader.pending + len(reader.held),
            "event_age_s": round((now_ms - engine.heard_ms) / 1000, 1) if engine.heard_ms else None,
            "tags": len(engine.plant.config.tags),
            "tags_seen": len(engine.board.rows),
            "tail_points": engine.tail.points,
            "alarms_waiting": len(engine.alarms.waiting),
            "alarms_put_aside": len(engine.alarms.put_aside),
            "zones_left_out": engine.plant.zones.skipped,
            "refused": dict(engine.refusals.total),
            "troubles": dict(engine.troubles),
        },
    }


async def beat_for_ever(bus: Client, tell: Callable[[], dict[str, Any]]) -> None:
    """`hb.engine` every two seconds."""

    async def beat() -> None:
        head = {"process": "engine", "pid": os.getpid(), "t": clock.now().isoformat()}
        await nats_bus.publish(bus, "hb.engine", orjson.dumps({**head, **tell()}))

    await every(HEARTBEAT_EVERY_S, beat)
