"""The connection of a process to NATS: made once, kept for ever."""

import asyncio
import logging

import nats
from django.conf import settings
from nats.aio.client import Client
from nats.errors import Error as NatsError

log = logging.getLogger(__name__)


async def connected(process: str) -> Client:
    """Connect, however long the server takes to come; reconnects by itself afterwards."""
    while True:
        try:
            return await nats.connect(
                settings.NATS_URL.split(","), name=process, error_cb=_complain,
                max_reconnect_attempts=-1, reconnect_time_wait=0.5, connect_timeout=2,
                ping_interval=5, max_outstanding_pings=2,
            )  # fmt: skip
        except (NatsError, OSError, TimeoutError) as error:
            log.warning("NATS: %s", error or "no server")
            await asyncio.sleep(0.5)


async def _complain(error: Exception) -> None:
    log.warning("NATS: %s", error or type(error).__name__)
