"""Orders on their way into the database: each kind in its turn, tried until they are carried out.

PostgreSQL may be away for as long as it likes; no order is dropped. One that the database will
never take (a fault of ours) is tried without its attachments and then put aside, so that it does
not hold up the next alarm.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import InterfaceError, OperationalError

from anhuan.domains.org.models import Company
from anhuan.engine.adapters.alarm_turns import Turns
from anhuan.engine.adapters.database import Thread
from anhuan.engine.adapters.orders import UPDATE, Order, carry_out

log = logging.getLogger("engine")

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 2.0
TRIES = 3  # of an order the database refuses


@dataclass(slots=True)
class AlarmQueue:
    """What is still to be written, oldest first."""

    waiting: deque[Order] = field(default_factory=deque)
    put_aside: list[Order] = field(default_factory=list)
    written: int = 0
    is_stuck: bool = False
    may_write: Callable[[], bool] = lambda: True  # not while another process may be in charge
    _turns: Turns = field(default_factory=Turns)
    _in_hand: Order | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def give(self, orders: Iterable[Order]) -> None:
        """Add orders; an update nobody has read yet takes in what a newer one says."""
        for order in orders:
            at = self._unread_update(order.condition) if order.do == UPDATE else None
            if at is None:
                self.waiting.append(order)
            else:
                self.waiting[at] = merged(self.waiting[at], order)
        if self.waiting:
            self._news.set()

    def _unread_update(self, condition: str) -> int | None:
        """Where the condition's last order waits, if that is an update not yet in hand."""
        for at in range(len(self.waiting) - 1, -1, -1):
            last = self.waiting[at]
            if last.condition == condition:
                return at if last.do == UPDATE and last is not self._in_hand else None
        return None

    async def run(self, company: Company, thread: Thread) -> None:
        """Carry out orders for ever."""
        while True:
            await self._news.wait()
            while self.waiting:
                self._in_hand = self._turns.next_of(self.waiting)
                await self._carry_out(company, thread, self._in_hand)
                self._forget(self._in_hand)
            self._news.clear()

    async def _carry_out(self, company: Company, thread: Thread, order: Order) -> None:
        """The order stays in the queue until it is in the database: a checkpoint may come by."""
        pause_s, tries = FIRST_PAUSE_S, 0
        while True:
            while not self.may_write():  # noqa: ASYNC110 - a lease comes back without a word
                await asyncio.sleep(FIRST_PAUSE_S)
            try:
                await thread.run(carry_out, company, order)
            except (OperationalError, InterfaceError) as error:
                self._say_stuck(order, error)
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            except Exception:
                tries += 1
                log.exception("alarm %s refused by the database, try %d", order.condition, tries)
                if tries >= TRIES:
                    self.put_aside.append(order)
                    break
                order = without_attachments(order)
            else:
                self.written += 1
                break
        self.is_stuck = False

    def _forget(self, done: Order) -> None:
        """Equal orders are not the same order."""
        at = next(at for at, order in enumerate(self.waiting) if order is done)
        del self.waiting[at]
        self._in_hand = None

    def _say_stuck(self, order: Order, error: Exception) -> None:
        if not self.is_stuck:
            log.warning("alarm %s waits for the database: %s", order.condition, error)
        self.is_stuck = True

    def dump(self) -> list[dict[str, Any]]:
        """What is still to be written, as plain values."""
        return [order.plain() for order in self.waiting]

    def load(self, rows: Iterable[dict[str, Any]]) -> None:
        """Go on with what a former engine had not written."""
        self.give(Order(**row) for row in rows)


def merged(older: Order, newer: Order) -> Order:
    """Both updates in one: what the newer one leaves out stays as the older one said it."""
    said = {name: value for name, value in newer.plain().items() if value not in (None, "", {}, [])}
    return replace(older, **said)


def without_attachments(order: Order) -> Order:
    """The bare alarm: that it rings matters more than what hangs on it."""
    return replace(order, people=[], snapshot={}, inputs={}, place={**order.place, "area": None})
