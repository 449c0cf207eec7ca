"""Is a NATS server ready, and does it hold our streams?"""

from nats.aio.client import Client
from nats.errors import Error

from anhuan.node.streams import ensure_streams

CONNECT_S = 2


async def is_ready(url: str) -> bool:
    """Does the server let us in?"""
    try:
        client = await connect(url)
    except (OSError, Error):
        return False
    await client.close()
    return True


async def provision(url: str) -> None:
    """Make or update our streams."""
    client = await connect(url)
    try:
        await ensure_streams(client)
    finally:
        await client.close()


async def connect(url: str) -> Client:
    """A connection, or an error within a few seconds: by default it would try for two minutes."""
    client = Client()
    try:
        await client.connect(
            url,
            allow_reconnect=False,
            max_reconnect_attempts=1,
            reconnect_time_wait=0,
            connect_timeout=CONNECT_S,
            error_cb=_silent,
        )
    except BaseException:
        await client.close()  # a refused login leaves its socket open
        raise
    return client


async def _silent(error: Exception) -> None:
    """A server that is not up yet is no news."""
