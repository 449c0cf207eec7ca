"""Where a picture comes from before any frame was heard: the engine, else the database."""

import logging
from typing import Any
from uuid import uuid4

import orjson
from nats.aio.client import Client
from nats.errors import Error as NatsError

from anhuan.domains.positioning.models import LatestPosition
from anhuan.kernel import clock
from anhuan.web.database import in_thread
from anhuan.web.live.positions import COLUMNS

log = logging.getLogger(__name__)
ENGINE_ANSWERS_IN_S = 0.5


async def first_picture(nats: Client, company: str) -> dict[str, Any]:
    """A whole frame: asked of the engine, or the last known positions when it does not answer."""
    try:
        reply = await nats.request(f"rt.{company}.snapshot", b"", timeout=ENGINE_ANSWERS_IN_S)
        frame: dict[str, Any] = orjson.loads(reply.data)
        if {"epoch", "n", "t", "rows"} <= frame.keys():
            return frame
        log.warning("live: the engine's snapshot lacks fields: %s", sorted(frame))
    except (NatsError, TimeoutError, OSError, ValueError) as error:
        log.info("live: no snapshot from the engine of %s: %s", company, error or "no answer")
    return await in_thread(_stored, company)


def _stored(company: str) -> dict[str, Any]:
    rows = LatestPosition.objects.filter(tag__company__code=company, tag__is_retired=False)
    return {
        "epoch": f"stored-{uuid4()}",  # no frame follows this one: the engine's first resets it
        "n": 0,
        "t": clock.now().isoformat(),
        "cols": COLUMNS,
        "rows": [_row(latest) for latest in rows],
    }


def _row(latest: LatestPosition) -> list[Any]:
    area = str(latest.area_id) if latest.area_id else None
    state = "stale" if latest.state in ("live", "still") else latest.state
    return [
        str(latest.tag_id), clock.to_ms(latest.t), latest.x_m, latest.y_m, latest.floor,
        latest.r68_m, None, area, state,
    ]  # fmt: skip
