"""Plugging the running process into the omlox slice: its live picture, its NATS connection."""

import asyncio
from collections.abc import Sequence
from typing import Any

from anhuan.domains.omlox.actions import reporting
from anhuan.domains.omlox.queries import live
from anhuan.web.live.hub import Hub
from anhuan.web.omlox.feed import Feed

PICTURE_WITHIN_S = 2.0
_feeds: list[Feed] = []


def current_feed() -> Feed | None:
    """The feed of this process, or None when it has none or is stopping."""
    return next((feed for feed in _feeds if not feed.hub.is_closing), None)


def plug(hub: Hub) -> Feed:
    """REST reads the hub's picture and reports over its connection from now on."""
    feed, loop = Feed(hub), asyncio.get_running_loop()

    def rows(company: str) -> Sequence[Sequence[Any]]:
        asked = asyncio.run_coroutine_threadsafe(hub.picture(company), loop)
        return list(asked.result(PICTURE_WITHIN_S).rows.values())

    def deliver(messages: Sequence[tuple[str, bytes]]) -> None:
        work = reporting.deliver(hub.nats, messages)
        asked = asyncio.run_coroutine_threadsafe(work, loop)
        asked.result(reporting.PATIENCE_S)

    live.set_source(rows)
    reporting.set_delivery(deliver)
    _feeds[:] = [feed]
    return feed


def unplug() -> None:
    """The process stops."""
    live.set_source(None)
    reporting.set_delivery(None)
    _feeds.clear()
