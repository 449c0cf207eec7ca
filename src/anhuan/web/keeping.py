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
        await asyncio.sleep(REST_S)
