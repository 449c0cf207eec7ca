"""How each topic begins, and what of the queue is news after that."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from anhuan.domains.notify.queries import unread_count
from anhuan.domains.org.models import Account
from anhuan.kernel import clock
from anhuan.web.database import in_thread
from anhuan.web.live.hub import Hub
from anhuan.web.live.messages import Sent, encode
from anhuan.web.live.open_alarms import begin
from anhuan.web.live.readers import Reader
from anhuan.web.live.subscribers import Subscriber


@dataclass(frozen=True, slots=True)
class Opened:
    """A stream that has begun."""

    subscriber: Subscriber
    first: list[Sent]
    is_news: Callable[[Sent], bool]


def _always(_: Sent) -> bool:
    return True


@asynccontextmanager
async def positions(hub: Hub, reader: Reader, last_id: str) -> AsyncIterator[Opened]:
    """The picture, or the frames since `last_id`; nothing can happen between it and the queue."""
    picture = await hub.picture(reader.company)
    with hub.subscribers.subscribed(reader.company, "positions", reader.account) as me:
        missed = picture.since(last_id) if last_id else None
        yield Opened(me, [picture.snapshot()] if missed is None else missed, _always)


@asynccontextmanager
async def alarms(hub: Hub, reader: Reader, last_id: str) -> AsyncIterator[Opened]:
    """Listen first, then look: what both saw is recognised by its number."""
    with hub.subscribers.subscribed(reader.company, "alarms", reader.account) as me:
        beginning = await in_thread(begin, reader.company, last_id)

        def is_news(sent: Sent) -> bool:
            return sent.seq > beginning.seq and sent.event_id not in beginning.included

        yield Opened(me, beginning.messages, is_news)


@asynccontextmanager
async def system(hub: Hub, reader: Reader, last_id: str) -> AsyncIterator[Opened]:
    """Health and how many notices are unread."""
    with hub.subscribers.subscribed(reader.company, "system", reader.account) as me:
        unread = await in_thread(_unread, reader.account)
        health = hub.board.health(clock.now())
        yield Opened(me, [Sent(encode("snapshot", {"health": health, "unread": unread}))], _always)


def _unread(account: str) -> int:
    return unread_count(Account(pk=account))
