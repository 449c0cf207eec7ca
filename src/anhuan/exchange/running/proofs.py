"""When the two sides of a pipe are compared: on a schedule, when asked, when a slot was lost."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from anhuan.exchange.adapters.databases import open_tables
from anhuan.exchange.adapters.secrets import resolve
from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.adapters.transports import open_transport
from anhuan.exchange.core.chunks import Difference
from anhuan.exchange.core.definition import Pipe, Route, Table
from anhuan.exchange.running.comparing import Comparer, Look
from anhuan.exchange.running.told import Told

EVERY_S = 60  # where comparing is the only way to see changes
LOOK_EVERY_S = 0.2


class Proofs:
    """A loop for each route, and what people ask for."""

    def __init__(self, pipe: Pipe, store: str, keys: Mapping[str, bytes], told: Told) -> None:
        self._pipe, self._store, self._keys, self._told = pipe, store, keys, told
        self._now = {pipe.route_name(route): threading.Event() for route in pipe.routes}
        self._owed: dict[str, set[str]] = {name: set() for name in self._now}  # tables to be mended

    def run(self, route: Route, is_over: Callable[[], bool]) -> None:
        """Until it is over."""
        every, now = route.compare_every_s, self._now[self._pipe.route_name(route)]
        if self._pipe.capture == "compare":
            every = every or EVERY_S
            now.set()
        due = time.monotonic() + every
        while not is_over():
            if now.wait(LOOK_EVERY_S) or (every and time.monotonic() > due):
                now.clear()
                self.once(route)
                due = time.monotonic() + every

    def now(self) -> None:
        """Look as soon as may be, at every route."""
        for event in self._now.values():
            event.set()

    def once(self, route: Route) -> list[Look]:
        """Look now, and wait for it."""
        name = self._pipe.route_name(route)
        owed = set(self._owed[name])
        with self._comparer(route) as comparer:
            self._told.looks[name] = [
                comparer.look(table, mend=route.mends or table.name in owed)
                for table in self._pipe.tables
            ]
        self._owed[name] -= owed
        self._told.mended(f"compare {route.to}")
        return self._told.looks[name]

    def resend(self, to: str, table: str, found: Difference) -> int:
        """Send just these rows again as they are now. Answers how many messages."""
        route = next(one for one in self._pipe.routes if self._pipe.route_name(one) == to)
        with self._comparer(route) as comparer:
            return comparer.resend(self._table(table), found)

    def mend(self, to: str, table: str) -> None:
        """Look anew as soon as may be, and send whatever differs in this table."""
        self._owed[to].add(self._table(table).name)
        self._now[to].set()

    def _table(self, name: str) -> Table:
        return next(one for one in self._pipe.tables if one.name == name)

    @contextmanager
    def _comparer(self, route: Route) -> Iterator[Comparer]:
        keys = {table.name: table.key for table in self._pipe.tables if table.key}
        source = self._pipe.source
        tables = open_tables(source.kind, resolve(source.url), keys)
        token = resolve(route.transport.options.get("token", ""))
        transport = open_transport(route.transport, token)
        outbox = open_outbox(self._store)
        try:
            yield Comparer(self._pipe, route, tables, transport, outbox, self._keys, self._told)
        finally:
            outbox.close()
            transport.close()
            tables.close()
