"""The connection to NATS: made once, kept for ever."""

from __future__ import annotations

import asyncio
import logging

import nats
from django.conf import settings
from nats.aio.client import Client
from nats.errors import Error as NatsError

log = logging.getLogger("engine")
TRY_EVERY_S = 0.5


async def connect() -> Client:
    """Connect, however long the server takes to come; reconnects by itself afterwards."""
    while True:
        try:
            return await nats.connect(
                settings.NATS_URL.split(","),
                name="engine",
                error_cb=_complain,
                max_reconnect_attempts=-1,
                reconnect_time_wait=TRY_EVERY_S,
                connect_timeout=2,
                ping_interval=5,
                max_outstanding_pings=2,
            )
        except (NatsError, OSError, TimeoutError) as error:
            log.warning("NATS: %s", error or "no server")
            await asyncio.sleep(TRY_EVERY_S)


async def publish(bus: Client, subject: str, payload: bytes) -> None:
    """Say it if anybody can hear it. Live news is worth nothing later, so nothing is kept."""
    if not bus.is_connected:
        return
    try:
        await bus.publish(subject, payload)
    except NatsError as error:
        log.warning("NATS: %s is not published: %s", subject, error)


async def _complain(error: Exception) -> None:
    log.warning("NATS: %s", error or type(error).__name__)
