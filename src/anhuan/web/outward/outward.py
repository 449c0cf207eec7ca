"""Saying it: frames and events of the box, put in others' words on `anhuan.v1.out.*`."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from django.db import Error as DatabaseError
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from anhuan.domains.alarms.queries import open_cards
from anhuan.kernel import clock
from anhuan.web.database import in_thread
from anhuan.web.nats import hearing
from anhuan.web.outward import shapes
from anhuan.web.outward.names import names_of, plants
from anhuan.web.outward.shapes import Names

log = logging.getLogger(__name__)
SUBJECT = "anhuan.v1.out."
STATE_EVERY_S = 4.0  # an open alarm is told at least 12 times a minute (AQ 3064.3-2025 7.3.1)
NAMES_FOR_S = 10.0


class Outward:
    """Runs beside a relay; speaks only while that leads, so that all is said once."""

    def __init__(self, nats: Client, is_leading: Callable[[], bool]) -> None:
        self.nats = nats
        self.is_leading = is_leading
        self._names: dict[str, tuple[float, Names]] = {}

    async def run(self) -> None:
        """Work until cancelled."""
        takers = {
            "rt.*.positions": self._quietly(self._positions),
            "rt.*.counts": self._quietly(self._counts),
            "ev.*.alarm.>": self._quietly(self._alarm),
        }
        async with hearing(self.nats, takers):
            while True:
                await asyncio.sleep(STATE_EVERY_S)
                await self._state()

    async def _positions(self, company: str, frame: dict[str, Any]) -> None:
        await self._say("positions", shapes.positions(company, frame, await self._known(company)))

    async def _counts(self, company: str, frame: dict[str, Any]) -> None:
        await self._say("counts", [shapes.counts(company, frame, await self._known(company))])

    async def _alarm(self, company: str, event: dict[str, Any]) -> None:
        card = event["data"]["alarm"]
        await self._say("alarms", [shapes.alarms(company, event["type"], event["at"], [card])])

    async def _state(self) -> None:
        if not self.is_leading():
            return
        try:
            for company in await in_thread(plants):
                cards = await in_thread(open_cards, company)
                now = clock.now().isoformat()
                await self._say("alarms", [shapes.alarms(company, "state", now, cards)])
        except (DatabaseError, NatsError) as error:
            log.warning("outward: open alarms not told: %s", error)

    async def _say(self, topic: str, bodies: Iterable[dict[str, Any]]) -> None:
        for body in bodies:
            await self.nats.publish(SUBJECT + topic, orjson.dumps(body))

    async def _known(self, company: str) -> Names:
        read_at, names = self._names.get(company, (-NAMES_FOR_S, Names()))
        if time.monotonic() - read_at > NAMES_FOR_S:
            names = await in_thread(names_of, company)
            self._names[company] = time.monotonic(), names
        return names

    def _quietly(self, take: Callable[[str, dict[str, Any]], Any]) -> Callable[[Msg], Any]:
        """What cannot be said now is not said later; the next frame comes soon."""

        async def guarded(message: Msg) -> None:
            if not self.is_leading():
                return
            try:
                await take(message.subject.split(".")[1], orjson.loads(message.data))
            except (DatabaseError, NatsError, KeyError, ValueError) as error:
                log.warning("outward: %s not told: %r", message.subject, error)

        return guarded
