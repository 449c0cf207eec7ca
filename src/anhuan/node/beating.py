"""A process without a web's hub says every two seconds that it lives: `hb.{process}`."""

import asyncio
import os
import threading
from collections.abc import Callable
from typing import Any

import orjson
from nats.aio.client import Client
from nats.errors import Error

from anhuan.kernel import clock
from anhuan.node import broker

EVERY_S = 2.0
Facts = Callable[[], dict[str, Any]]  # {"state", "lag_s", "detail"}


async def beat(url: str, process: str, facts: Facts) -> None:
    """Publish for ever; a server that is away is tried again."""
    client = Client()
    try:
        while True:
            client = await _beat_once(client, url, process, facts())
            await asyncio.sleep(EVERY_S)
    finally:
        if client.is_connected:
            await client.close()


async def _beat_once(client: Client, url: str, process: str, facts: dict[str, Any]) -> Client:
    message = {
        "process": process, "pid": os.getpid(), "t": clock.now().isoformat(), "state": "ok",
        "lag_s": 0.0, "detail": {},
    } | facts  # fmt: skip
    try:
        if not client.is_connected:
            client = await broker.connect(url)
        await client.publish(f"hb.{process}", orjson.dumps(message))
        await client.flush(1)
    except (OSError, Error, TimeoutError):
        return Client()
    return client


def beat_aside(process: str, facts: Facts = dict) -> None:
    """The same from a thread of its own, for processes without a loop; nothing without a NATS."""
    if url := os.environ.get("NATS_URL"):
        beating = threading.Thread(
            target=lambda: asyncio.run(beat(url, process, facts)), name="heartbeat", daemon=True
        )
        beating.start()
