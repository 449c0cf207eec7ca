"""Keeping the parts of a process going."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)
REST_S = 1.0


async def keep_going(name: str, part: Callable[[], Awaitable[object]]) -> None:
    """Run a part for ever; one that fails is logged and begun again after a second."""
    while True:
        try:
            await in_own_task(_awaited(part))
            log.warning("%s ended, beginning again", name)
        except asyncio.CancelledError:
            stop_if_cancelled()
            log.warning("%s was cancelled from within, beginning again", name)
        except Exception:
            log.exception("%s failed, beginning again", name)
        stop_if_cancelled()
        await asyncio.sleep(REST_S)


async def in_own_task(work: Coroutine[Any, Any, None]) -> None:
    """Await it in a task of its own, so that its failure leaves no mark on the caller's.

    A task group that fails in Python 3.11 leaves the task it stands in marked as cancelled
    (python/cpython#116720), and `stop_if_cancelled` would then end the caller for good.
    """
    await asyncio.create_task(work)  # noqa: TID251  awaited at once


async def _awaited(part: Callable[[], Awaitable[object]]) -> None:
    await part()


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
