"""A process says every two seconds that it lives: `hb.{process}`."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from nats.aio.client import Client

from anhuan.kernel import clock

EVERY_S = 2.0
Facts = Callable[[], Awaitable[dict[str, Any]]]  # {"state", "lag_s", "detail"}


async def beat(nats: Client, process: str, facts: Facts) -> None:
    """Publish for ever. `lag_s` is at least how late this very loop wakes up."""
    while True:
        began = time.monotonic()
        message = {
            "process": process,
            "pid": os.getpid(),
            "t": clock.now().isoformat(),
            "state": "ok",
            "lag_s": 0.0,
            "detail": {},
        } | await facts()
        if nats.is_connected:
            await nats.publish(f"hb.{process}", orjson.dumps(message))
        await asyncio.sleep(max(0.0, EVERY_S - (time.monotonic() - began)))
