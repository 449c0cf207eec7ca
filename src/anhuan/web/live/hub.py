"""What this process knows live, and who in it listens. One per web process."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg

from anhuan.domains.outbox.models import OutboxEvent
from anhuan.kernel import clock
from anhuan.web import wiring
from anhuan.web.keeping import stop_if_cancelled
from anhuan.web.live.changed import Changed
from anhuan.web.live.first_picture import first_picture
from anhuan.web.live.heartbeats import Board
from anhuan.web.live.messages import Sent, encode
from anhuan.web.live.open_alarms import PREFIX, change_of
from anhuan.web.live.positions import Picture
from anhuan.web.live.subscribers import Subscribers
from anhuan.web.live.tail import Tail
from anhuan.web.nats import hearing

log = logging.getLogger(__name__)
HEALTH_EVERY_S = 2.0
NEWS_EVERY_S = 1.0  # however many events a second holds, boards hear one word of it
REFRESH_EVERY_S = 5.0  # at most, however many frames get lost
Hear = Callable[[str, dict[str, Any]], None]  # company, frame


class Hub:
    """Listens on NATS and the outbox once, and hands on to every open stream."""

    def __init__(self, nats: Client) -> None:
        self.nats = nats
        self.subscribers = Subscribers()
        self.pictures: dict[str, Picture] = {}
        self.board = Board()
        self.measured: dict[str, Any] = {}  # the last answer of `health.measure`
        self.tail = Tail(self._take_event)
        self.changed = Changed()
        self.hearers: list[Hear] = []  # of every frame and every fresh snapshot
        self.is_closing = False
        self._stale: asyncio.Queue[str] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()

    async def run(self) -> None:
        """Work until cancelled."""
        takers = {
            "rt.*.positions": self._take_frame,
            "rt.*.counts": self._take_counts,
            "hb.>": self._take_heartbeat,
            "ev.>": self._take_wake_up,
        }
        async with hearing(self.nats, takers), asyncio.TaskGroup() as tasks:
            tasks.create_task(self.tail.run())
            tasks.create_task(self._refresh_stale())
            tasks.create_task(self._tell_health())
            tasks.create_task(self._tell_changed())

    def close(self) -> None:
        """End every stream now: the process is told to stop. Safe in a signal handler."""
        self.is_closing = True
        self._loop.call_soon_threadsafe(self.subscribers.drop_all)

    async def picture(self, company: str) -> Picture:
        """The company's picture, asked for when nothing has been heard yet."""
        known = self.pictures.get(company)
        if known is None or known.is_empty:
            await self._refresh(company)
        return self.pictures[company]

    async def _take_frame(self, message: Msg) -> None:
        company, frame = message.subject.split(".")[1], orjson.loads(message.data)
        picture = self.pictures.setdefault(company, Picture())
        sent, missing = picture.apply(frame)
        if sent:
            self.subscribers.offer(company, "positions", sent)
            self._tell_hearers(company, frame)
        if missing:
            self._stale.put_nowait(company)

    async def _take_counts(self, message: Msg) -> None:
        company, counts = message.subject.split(".")[1], orjson.loads(message.data)
        sent = self.pictures.setdefault(company, Picture()).apply_counts(counts)
        self.subscribers.offer(company, "positions", sent)

    async def _take_heartbeat(self, message: Msg) -> None:
        with suppress(orjson.JSONDecodeError):
            self.board.hear(orjson.loads(message.data), clock.now())

    async def _take_wake_up(self, message: Msg) -> None:
        self.tail.wake()

    def _take_event(self, event: OutboxEvent) -> None:
        self.changed.note(event.company, event.type)
        if event.type.startswith(PREFIX):
            self.subscribers.offer(event.company, "alarms", change_of(event))
        elif event.type == "notice.posted":
            self._tell_notice(event)
        changes = {
            "roster": event.type.startswith(wiring.ROSTER_CHANGES),
            "map": event.type.startswith(wiring.MAP_CHANGES),
            "evacuation": event.type.startswith(wiring.EVACUATION_CHANGES),
        }
        if said := {key: True for key, changed in changes.items() if changed}:
            self.subscribers.offer(event.company, "system", Sent(encode("change", said)))

    def _tell_notice(self, event: OutboxEvent) -> None:
        said = {"notice": event.data["title"], "url": event.data["url"]}
        message = Sent(encode("change", said | {"priority": event.data["priority"]}))
        told = set(event.data["accounts"])
        for who in self.subscribers.of(event.company, "system"):
            if who.account in told:
                who.offer(message)

    async def _refresh_stale(self) -> None:
        """After lost frames or a new engine, everybody gets the whole picture again."""
        while True:
            stop_if_cancelled()
            stale = {await self._stale.get()}
            while not self._stale.empty():
                stale.add(self._stale.get_nowait())
            for company in stale:
                await self._refresh(company)
                self.subscribers.offer(company, "positions", self.pictures[company].snapshot())
            await asyncio.sleep(REFRESH_EVERY_S)

    async def _refresh(self, company: str) -> None:
        frame = await first_picture(self.nats, company)
        picture = self.pictures.setdefault(company, Picture())
        is_stored = str(frame["epoch"]).startswith("stored-")
        if picture.is_empty or not is_stored:
            picture.reset(frame)
            self._tell_hearers(company, frame)

    def _tell_hearers(self, company: str, frame: dict[str, Any]) -> None:
        for hear in self.hearers:
            hear(company, frame)

    async def _tell_health(self) -> None:
        """Health, to whom it concerns: every two seconds, so that silence itself is news."""
        while True:
            message = Sent(encode("change", {"health": self.board.health(clock.now())}))
            for company in self.subscribers.companies("system"):
                self.subscribers.offer(company, "system", message)
            await asyncio.sleep(HEALTH_EVERY_S)

    async def _tell_changed(self) -> None:
        """Boards that show a slice read themselves anew when it has news."""
        while True:
            for company, slices in self.changed.taken().items():
                message = Sent(encode("change", {"slices": slices}))
                self.subscribers.offer(company, "system", message)
            await asyncio.sleep(NEWS_EVERY_S)
