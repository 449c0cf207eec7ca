"""What the engine is asked over NATS: the whole picture, and the tail not yet in the database."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import numpy as np
import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from anhuan.engine.adapters.engine import Engine
from anhuan.engine.adapters.ranges import ranges_of
from anhuan.engine.adapters.tail import Points, tracks_of
from anhuan.kernel.chunks import Track, encode

log = logging.getLogger("engine")
LONGEST_REPLY = 900_000  # bytes; the server takes 1 MiB


async def answer_for_ever(engine: Engine, bus: Client, reload: Callable[[], None]) -> None:
    """Serve `rt.{company}.snapshot`, `.tail`, `.ranges`; hear of changed configuration."""

    async def snapshot(message: Msg) -> None:
        engine.board.settle(engine.clock_ms, engine.plant.config.settings)
        await message.respond(orjson.dumps(engine.board.snapshot()))

    async def tail(message: Msg) -> None:
        await message.respond(await tail_of(engine, message.data))

    async def ranges(message: Msg) -> None:
        await message.respond(await ranges_of(bus, message.data))

    async def changed(message: Msg) -> None:
        reload()

    code = engine.plant.code
    heard = [
        await bus.subscribe(f"rt.{code}.snapshot", cb=_quietly(snapshot)),
        await bus.subscribe(f"rt.{code}.tail", cb=_quietly(tail)),
        await bus.subscribe(f"rt.{code}.ranges", cb=_quietly(ranges)),
        await bus.subscribe(f"cfg.{code}.changed", cb=_quietly(changed)),
    ]
    try:
        await asyncio.Event().wait()
    finally:  # where another process goes on, two would answer
        if bus.is_connected:
            for subscription in heard:
                await subscription.unsubscribe()


async def tail_of(engine: Engine, question: bytes) -> bytes:
    """[{"tag", "payload": base64 chunk}] of the tags asked for; of all when none are named."""
    wanted = _tags_in(question)
    frozen, tags = engine.tail.frozen(), list(engine.tail.tags)
    blocks = [block for bucket in sorted(frozen) for block in frozen[bucket]]
    return await asyncio.to_thread(_reply, blocks, tags, wanted)


def _tags_in(question: bytes) -> set[UUID] | None:
    try:
        asked: Any = orjson.loads(question or b"{}")
        names = asked.get("tags")
        return None if names is None else {UUID(str(name)) for name in names}
    except (ValueError, AttributeError, TypeError):
        return set()


def _reply(blocks: list[Points], tags: list[UUID], wanted: set[UUID] | None) -> bytes:
    """The answer; thinned by time until it fits into one message."""
    tracks = list(tracks_of(blocks, tags, wanted))
    step_ms = 1
    while True:
        rows = [
            {"tag": str(tag), "payload": base64.b64encode(encode(thinned(track, step_ms))).decode()}
            for tag, track in tracks
        ]
        reply = orjson.dumps(rows)
        if len(reply) <= LONGEST_REPLY:
            return reply
        step_ms = max(2 * step_ms, 2_000)


def thinned(track: Track, step_ms: int) -> Track:
    """The last point of each step of time."""
    if step_ms <= 1:
        return track
    cell = track.t_ms // step_ms
    last = np.append(cell[1:] != cell[:-1], True)
    return Track(*(column[last] for column in track))


def _quietly(answer: Callable[[Msg], Awaitable[None]]) -> Callable[[Msg], Awaitable[None]]:
    """A question that cannot be answered is the asker's trouble, not ours."""

    async def guarded(message: Msg) -> None:
        try:
            await answer(message)
        except (NatsError, ValueError, KeyError) as error:
            log.warning("%s: %r", message.subject, error)

    return guarded
