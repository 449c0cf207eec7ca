"""What is looked for again and again because time alone brings it about."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from anhuan.kernel import clock
from anhuan.web.database import in_thread

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scan:
    """A function of `now` that does what is due and says how many; safe to run twice at once."""

    name: str
    every_s: float
    look: Callable[[datetime], int]


async def keep_looking(scan: Scan) -> None:
    """Look for ever; a look that fails is logged, the next comes in its time."""
    while True:
        try:
            if found := await in_thread(scan.look, clock.now()):
                log.info("%s: %d", scan.name, found)
        except Exception as error:
            log.warning("%s failed: %s", scan.name, error)
        await asyncio.sleep(scan.every_s)
