"""The connection of a process to NATS: made once, kept for ever."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import nats
from django.conf import settings
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError

log = logging.getLogger(__name__)
Take = Callable[[Msg], Awaitable[None]]


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


@asynccontextmanager
async def hearing(nats: Client, takers: Mapping[str, Take]) -> AsyncIterator[None]:
    """Subscribed as long as the block lasts: a part that is begun again must not hear twice."""
    async with AsyncExitStack() as subscribed:
        for subject, take in takers.items():
            subscription = await nats.subscribe(subject, cb=take)
            subscribed.push_async_callback(_no_longer, subscription)
        yield


async def _no_longer(subscription: Subscription) -> None:
    with suppress(NatsError):  # the connection is closed already
        await subscription.unsubscribe()


async def _complain(error: Exception) -> None:
    log.warning("NATS: %s", error or type(error).__name__)
