"""The supervisor's own heartbeat on core NATS, with the state of every child."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import asdict

import orjson
from nats.aio.client import Client
from nats.errors import Error

from anhuan.kernel.clock import now
from anhuan.node import broker
from anhuan.node.child_state import ChildState

SUBJECT = "hb.supervisor"
EVERY_S = 2.0


async def beat(url: str, states: Callable[[], list[ChildState]]) -> None:
    """Publish every 2 s, for ever; a server that is away is tried again."""
    client = Client()
    try:
        while True:
            client = await _beat_once(client, url, message(states()))
            await asyncio.sleep(EVERY_S)
    finally:
        if client.is_connected:
            await client.close()


async def _beat_once(client: Client, url: str, payload: bytes) -> Client:
    try:
        if not client.is_connected:
            client = await broker.connect(url)
        await client.publish(SUBJECT, payload)
    except (OSError, Error):
        return Client()
    return client


def message(states: list[ChildState]) -> bytes:
    """The heartbeat in the form of contracts.md."""
    is_whole = all(state.state == "up" for state in states)
    return orjson.dumps(
        {
            "process": "supervisor",
            "pid": os.getpid(),
            "t": now(),
            "state": "ok" if is_whole else "degraded",
            "lag_s": 0.0,
            "detail": {"children": [asdict(state) for state in states]},
        },
        option=orjson.OPT_UTC_Z,
    )
