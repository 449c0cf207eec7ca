"""Is a NATS server ready, and does it hold our streams?"""

import nats
from nats.aio.client import Client
from nats.errors import Error

from anhuan.node.streams import ensure_streams

CONNECT_S = 2


async def is_ready(url: str) -> bool:
    """Does the server let us in?"""
    try:
        client = await _connect(url)
    except (OSError, Error):
        return False
    await client.close()
    return True


async def provision(url: str) -> None:
    """Make or update our streams."""
    client = await _connect(url)
    try:
        await ensure_streams(client)
    finally:
        await client.close()


async def _connect(url: str) -> Client:
    return await nats.connect(
        url, allow_reconnect=False, connect_timeout=CONNECT_S, error_cb=_silent
    )


async def _silent(error: Exception) -> None:
    """A server that is not up yet is no news."""
