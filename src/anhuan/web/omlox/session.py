"""One client on the socket: who it is, what it subscribed to, what waits to be sent."""

import asyncio
import logging
import time
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import Error as DatabaseError
from django.http import Http404

from anhuan.domains.omlox.actions.noting import note_reading
from anhuan.domains.omlox.actions.reporting import NotDelivered, report
from anhuan.domains.omlox.queries.kept import directory_of
from anhuan.domains.omlox.queries.locations import projection
from anhuan.domains.omlox.rules.bodies import read_location, read_many, read_proximity
from anhuan.kernel.errors import Refused
from anhuan.web.database import in_thread
from anhuan.web.omlox import messages as m
from anhuan.web.omlox.feed import Feed
from anhuan.web.omlox.identity import Identity, who
from anhuan.web.omlox.messages import Incoming, Wrong
from anhuan.web.omlox.subscriptions import Subscription, View
from anhuan.web.omlox.watch import News

log = logging.getLogger(__name__)
MOST_SUBSCRIPTIONS = 32
LONGEST_QUEUE = 256  # messages not yet taken by a slow reader; then it is cut off
CHECK_EVERY_S = 10.0  # how fast a revoked token or a changed scope takes effect
VIEW, PUSH = "positions.view", "positions.push"


@dataclass(eq=False, slots=True)
class Session:
    """Made when a socket opens; `answer` takes its messages, `take` the feed's news."""

    feed: Feed
    identity: Identity | None = None
    view: View | None = None
    subscriptions: dict[int, Subscription] = field(default_factory=dict)
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(LONGEST_QUEUE))
    made: int = 0
    checked_at: float = 0.0

    async def answer(self, text: str | bytes) -> None:
        """One message of the client; what is wrong with it is told, nothing is half done."""
        try:
            incoming = m.read(text)
            await self._identify(incoming.token)
            await self._do(incoming)
        except Wrong as wrong:
            self.say(m.error(wrong))
        except Http404 as missing:
            self.say(m.error(Wrong(m.INVALID_DATA, str(missing) or "没有这个对象")))
        except DatabaseError as error:
            log.warning("omlox: database lost: %s", error)
            self.say(m.error(Wrong(m.INVALID_DATA, "数据库暂时不可用，请稍后重试")))

    async def greet(self, token: str) -> bool:
        """Take the token of the handshake; False when it is none that holds."""
        self.identity = await in_thread(who, token)
        return self.identity is not None

    def say(self, message: bytes) -> None:
        """Queue a message; a reader too slow for its queue is cut off."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """No more; what waits is let go."""
        self.feed.leave(self)
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)

    def take(self, news: News) -> None:
        """News of the company, to every subscription they concern."""
        if self.view is None:
            return
        for one in self.subscriptions.values():
            if payload := one.payload(news, self.view):
                self.say(m.message(one.name, one.id, payload))

    async def check(self) -> None:
        """Is the token still good, and what does the account see now?"""
        if self.identity is None:
            return
        self.identity = await in_thread(who, self.identity.raw)
        if self.identity is None or (self.subscriptions and not self.identity.may(VIEW)):
            self.say(m.error(Wrong(m.NOT_AUTHENTICATED, "令牌已失效或权限已收回，连接关闭")))
            self.queue.put_nowait(None) if not self.queue.full() else self.end()
            self.feed.leave(self)
        elif self.subscriptions:
            await self._look()
        self.checked_at = time.monotonic()

    async def _identify(self, token: str) -> None:
        if token and (self.identity is None or token != self.identity.raw):
            found = await in_thread(who, token)
            if found is None:
                raise Wrong(m.NOT_AUTHENTICATED, "令牌无效、已过期或已吊销")
            if self.identity and found.account.pk != self.identity.account.pk:
                raise Wrong(m.NOT_AUTHORIZED, "一个连接只能属于一个账号，请另开连接")
            self.identity = found
        if self.identity is None:
            raise Wrong(m.NOT_AUTHENTICATED, "请在 params.token 或 Authorization 头中给出令牌")

    async def _do(self, incoming: Incoming) -> None:
        if incoming.event == "subscribe":
            await self._subscribe(incoming)
        elif incoming.event == "unsubscribe":
            self._unsubscribe(incoming.subscription_id)
        else:
            await self._publish(incoming)

    async def _subscribe(self, incoming: Incoming) -> None:
        identity = self._allowed(VIEW)
        if len(self.subscriptions) >= MOST_SUBSCRIPTIONS:
            raise Wrong(m.NOT_SUBSCRIBED, f"一个连接最多 {MOST_SUBSCRIPTIONS} 个订阅")
        if not self.feed.has_room(self):
            raise Wrong(m.NOT_SUBSCRIBED, "这个账号打开的连接过多，请关闭一些")
        try:
            await self._look()
            assert self.view is not None
            params = incoming.params
            projection(self.view.directory.places, params.get("crs", ""), params.get("zone_id", ""))
        except Refused as refused:
            raise Wrong(m.NOT_SUBSCRIBED, str(refused)) from refused
        topic = incoming.topic
        await in_thread(note_reading, identity.account, identity.company, f"（订阅 {topic}）")
        self.made += 1
        made = Subscription(self.made, topic, incoming.params)
        self.say(m.subscribed(made.name, made.id, incoming.params))
        self.subscriptions[made.id] = made

    def _unsubscribe(self, id_: int) -> None:
        if self.subscriptions.pop(id_, None) is None:
            raise Wrong(m.NOT_UNSUBSCRIBED, f"没有编号 {id_} 的订阅")
        self.say(m.unsubscribed(id_))

    async def _publish(self, incoming: Incoming) -> None:
        identity = self._allowed(PUSH)
        read = read_location if incoming.topic == m.LOCATIONS else read_proximity
        try:
            found = read_many(_parsed(incoming.payload), read)
            directory = await in_thread(directory_of, identity.account, PUSH)
            await in_thread(report, identity.company.code, found, directory)
        except Refused as refused:
            raise Wrong(m.INVALID_DATA, str(refused)) from refused
        except NotDelivered as failed:
            raise Wrong(m.INVALID_DATA, "消息服务没有确认收到，请稍后重发") from failed

    def _allowed(self, right: str) -> Identity:
        assert self.identity is not None
        if not self.identity.may(right):
            raise Wrong(m.NOT_AUTHORIZED, f"令牌没有权限 {right}")
        return self.identity

    async def _look(self) -> None:
        """Read anew what the account sees, and join the company's feed."""
        assert self.identity is not None
        directory = await in_thread(directory_of, self.identity.account, VIEW)
        watch = await self.feed.join(self, self.identity.company)
        self.view = View(directory, watch.regions)


def _parsed(payload: Any) -> Any:
    """Objects, or objects written as strings: the specification's schema has both."""
    if not isinstance(payload, list):
        return payload
    try:
        return [orjson.loads(one) if isinstance(one, str) else one for one in payload]
    except orjson.JSONDecodeError:
        raise Wrong(m.INVALID_DATA, "payload 中有不是 JSON 的文字") from None
