"""Keeping the parts of a process going."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)
REST_S = 1.0


async def keep_going(name: str, part: Callable[[], Awaitable[object]]) -> None:
    """Run a part for ever; one that fails is logged and begun again after a second."""
    while True:
        try:
            await part()
            log.warning("%s ended, beginning again", name)
        except Exception:
            log.exception("%s failed, beginning again", name)
        stop_if_cancelled()
        await asyncio.sleep(REST_S)


def stop_if_cancelled() -> None:
    """Raise the cancellation that `asyncio.wait_for` of Python 3.11 may have swallowed.

    psycopg and nats-py wait with it, so loops around them ask here (python/cpython#86296).
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def woken(event: asyncio.Event, within_s: float) -> bool:
    """Wait for the event, at most that long; whether it came."""
    try:
        async with asyncio.timeout(within_s):
            return await event.wait()
    except TimeoutError:
        return False
