"""Frames of the hub to sessions: each company's events worked out once, however many listen."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import orjson
from django.db import Error as DatabaseError
from django.http import Http404
from nats.aio.msg import Msg

from anhuan.domains.omlox.queries.directory import Directory
from anhuan.domains.omlox.queries.fences import Region, company_regions
from anhuan.domains.omlox.queries.kept import directory_for
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.queries.scope import Scope
from anhuan.kernel import clock
from anhuan.web.database import in_thread
from anhuan.web.live.hub import Hub
from anhuan.web.nats import hearing
from anhuan.web.omlox.watch import News, Watch

if TYPE_CHECKING:
    from anhuan.web.omlox.session import Session

log = logging.getLogger(__name__)
TICK_S = 1.0
RELOAD_EVERY_S = 5.0  # how late a new fence, tag or radius is watched
MOST_PER_ACCOUNT = 16  # sockets


class Feed:
    """One per web process, beside the hub."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.watches: dict[str, Watch] = {}
        self._sessions: dict[str, set[Session]] = defaultdict(set)
        self._joining = asyncio.Lock()
        hub.hearers.append(self._take_frame)

    async def run(self) -> None:
        """Work until cancelled."""
        takers = {"rt.*.proximities": self._take_proximities}
        async with hearing(self.hub.nats, takers), asyncio.TaskGroup() as tasks:
            tasks.create_task(self._tick())
            tasks.create_task(self._reload())

    async def join(self, session: Session, company: Company) -> Watch:
        """The company's watch, begun from the hub's picture when nobody listened before."""
        async with self._joining:
            if company.code not in self.watches:
                self.watches[company.code] = await self._begin(company)
            self._sessions[company.code].add(session)
            return self.watches[company.code]

    def leave(self, session: Session) -> None:
        """The last one out stops the watch."""
        for code, here in list(self._sessions.items()):
            here.discard(session)
            if not here:
                del self._sessions[code]
                self.watches.pop(code, None)

    def has_room(self, session: Session) -> bool:
        """Whether the session's account may listen on this socket too."""
        assert session.identity is not None
        mine, here = session.identity.account.pk, self._sessions.get(session.identity.company.code)
        others = [one for one in here or () if one.identity and one.identity.account.pk == mine]
        return session in others or len(others) < MOST_PER_ACCOUNT

    async def _begin(self, company: Company) -> Watch:
        directory, regions = await in_thread(_whole, company)
        picture = await self.hub.picture(company.code)
        watch = Watch(directory)
        watch.load(directory, regions)
        watch.begin(picture.rows.values())
        return watch

    def _take_frame(self, company: str, frame: dict[str, Any]) -> None:
        if watch := self.watches.get(company):
            self._tell(company, watch.take(frame["rows"]))

    async def _take_proximities(self, message: Msg) -> None:
        company = message.subject.split(".")[1]
        if company in self.watches:
            self._tell(company, News(proximities=orjson.loads(message.data)))

    def _tell(self, company: str, news: News) -> None:
        if not news:
            return
        for session in list(self._sessions.get(company, ())):
            session.take(news)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            for company, watch in list(self.watches.items()):
                self._tell(company, watch.tick(clock.now_ms()))

    async def _reload(self) -> None:
        while True:
            await asyncio.sleep(RELOAD_EVERY_S)
            for code, watch in list(self.watches.items()):
                company = watch.directory.places.site.company
                try:
                    watch.load(*await in_thread(_whole, company))
                except (DatabaseError, Http404) as error:
                    log.warning("omlox: %s not read again: %s", code, error)


def _whole(company: Company) -> tuple[Directory, list[Region]]:
    directory = directory_for(Scope(company))
    directory.places.site.company = company  # at hand without another query
    return directory, company_regions(company)
