"""The outbox in PostgreSQL: partitions by day, so that forgetting is dropping a table."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from anhuan.exchange.adapters.contract import Buried, RouteState
from anhuan.exchange.adapters.storage import held, receipts, tables
from anhuan.exchange.adapters.storage.link import Connection, Link, telling_down
from anhuan.exchange.core.drafting import Burial
from anhuan.exchange.core.envelope import LARGEST_BATCH, Draft, pack
from anhuan.exchange.core.ulid import ulids
from anhuan.exchange.core.window import Span
from anhuan.kernel import clock

COPY = "copy exchange.outbox (day, route, seq, packed) from stdin (format binary)"
DEAD = """
    insert into exchange.held (route, why, code, reason, table_name, key, packed)
    values (%s, 'dead', %s, %s, %s, %s, %s)
"""
READ = """
    select packed from (
        select packed, seq, sum(octet_length(packed)) over (order by seq rows unbounded preceding)
            - octet_length(packed) as before
        from exchange.outbox where route = %s and seq between %s and %s
    ) as sized where before < %s order by seq
"""


class PostgresOutbox:
    """One connection; belongs to one thread."""

    def __init__(self, url: str) -> None:
        self._link = Link(url, tables.prepare)
        self._days: set[date] = set()

    def writing(self, pipe: str) -> "PostgresWriting":
        """Begin a transaction; a context manager that rolls back what was not committed."""
        today = clock.now().date()
        if today not in self._days:
            self._make_partition(today)
        return PostgresWriting(self._link, pipe, today)

    def _make_partition(self, day: date) -> None:
        name, after = f"outbox_{day:%Y%m%d}", day + timedelta(days=1)
        with self._link.transaction() as connection:
            connection.execute("select pg_advisory_xact_lock(%s)", (tables.LOCK,))
            connection.execute(
                f"create table if not exists exchange.{name} partition of exchange.outbox "
                f"for values from ('{day}') to ('{after}')"
            )
        self._days.add(day)

    def position(self, pipe: str) -> str | None:
        """Where the pipe's source is to go on."""
        found = self._one("select position from exchange.position where pipe = %s", (pipe,))
        return str(found[0]) if found else None

    def state(self, route: str) -> RouteState:
        """Of a route, also of one never used."""
        found = self._one(
            "select epoch, last, acked, (select min(seq) from exchange.outbox o "
            "where o.route = r.route) from exchange.route r where route = %s",
            (route,),
        )
        if not found:
            return RouteState()
        epoch, last, acked, oldest = found
        return RouteState(epoch, last, acked, oldest or last + 1)

    def last(self, route: str) -> int:
        """The highest number given away: asked often, so by itself."""
        found = self._one("select last from exchange.route where route = %s", (route,))
        return int(found[0]) if found else 0

    def read(self, route: str, span: Span) -> list[bytes]:
        """Packed messages of these numbers, in order; of many large ones the first alone."""
        with self._link.transaction() as connection:
            cursor = connection.cursor(binary=True)
            cursor.execute(READ, (route, *span, LARGEST_BATCH))
            return [bytes(row[0]) for row in cursor]

    def take_seat(self, route: str, epoch: int, following: int) -> None:
        """Note the epoch; numbers go on from `following` at least."""
        self._do(
            "insert into exchange.route (route, epoch, last) values (%s, %s, %s) on conflict "
            "(route) do update set epoch = excluded.epoch, "
            "last = greatest(exchange.route.last, excluded.last)",
            (route, epoch, following - 1),
        )

    def acknowledge(self, route: str, acked: int, receipt: dict[str, object] | None) -> None:
        """Note what is safe over there, and the signature under it."""
        with self._link.transaction() as connection:
            connection.execute(
                "update exchange.route set acked = %s, acked_at = now() where route = %s",
                (acked, route),
            )
            if receipt:
                receipts.keep(connection, route, receipt)

    def buried(self, pipe: str) -> list[Buried]:
        """Dead letters that wait, oldest first."""
        with self._link.transaction() as connection:
            rows = connection.execute(
                "select id, code, reason, packed from exchange.held "
                "where route = %s and why = 'dead' and state = 'waiting' order by id",
                (pipe,),
            )
            return [Buried(row[0], row[1], row[2], bytes(row[3])) for row in rows]

    def discard(self, pipe: str, number: int) -> bool:
        """Close a dead letter nobody wants any more; False when it waits no longer."""
        with self._link.transaction() as connection:
            return held.discard(connection, pipe, number)

    def receipts(self, route: str, above: int) -> list[dict[str, object]]:
        """Receipts of messages above a number, in order; at most 500."""
        with self._link.transaction() as connection:
            return receipts.above(connection, route, above)

    def prune(self, keep_days: int) -> int:
        """Drop days that are older and acknowledged whole; answers how many."""
        before, dropped = clock.now().date() - timedelta(days=keep_days), 0
        with self._link.transaction() as connection:
            for name, day in _partitions(connection):
                if day < before and not _is_wanted(connection, name):
                    connection.execute(f"drop table exchange.{name}")
                    dropped += 1
        self._days.clear()
        return dropped

    def close(self) -> None:
        """Hang up."""
        self._link.close()

    def _one(self, query: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        with self._link.transaction() as connection:
            return connection.execute(query, values).fetchone()

    def _do(self, query: str, values: tuple[Any, ...]) -> None:
        with self._link.transaction() as connection:
            connection.execute(query, values)


def _partitions(connection: Connection) -> list[tuple[str, date]]:
    rows = connection.execute(
        "select relname from pg_class c join pg_inherits i on i.inhrelid = c.oid "
        "where i.inhparent = 'exchange.outbox'::regclass"
    )
    names = [str(row[0]) for row in rows]
    return [
        (name, datetime.strptime(name, "outbox_%Y%m%d").replace(tzinfo=UTC).date())
        for name in names
    ]


def _is_wanted(connection: Connection, name: str) -> bool:
    found = connection.execute(
        f"select exists (select 1 from exchange.{name} o join exchange.route r using (route) "
        "where o.seq > r.acked)"
    ).fetchone()
    return bool(found and found[0])


class PostgresWriting:
    """One transaction of the outbox: numbers are given in it, so a rolled back one leaves none."""

    def __init__(self, link: Link, pipe: str, day: date) -> None:
        self._link, self._pipe, self._day = link, pipe, day
        self._connection = link.open()
        self._last: dict[str, int] = {}
        self._given = 0

    def __enter__(self) -> Self:
        with telling_down():
            self._connection.execute("begin")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._connection.closed:
            return
        if kind is not None:
            self._link.close()  # which rolls back, whatever state the connection is in
        elif self._connection.info.transaction_status != 0:
            self._connection.execute("rollback")

    def add(self, route: str, drafts: Iterable[Draft]) -> None:
        """Number and store messages."""
        some = list(drafts)
        last = self._last[route] if route in self._last else self._lock(route)
        names = ulids(clock.now_ms(), len(some))
        with telling_down(), self._connection.cursor().copy(COPY) as copy:
            copy.set_types(("date", "text", "int8", "bytea"))
            for seq, (draft, name) in enumerate(zip(some, names, strict=True), last + 1):
                copy.write_row((self._day, route, seq, pack(draft, seq, name)))
        self._last[route] = last + len(some)
        self._given += len(some)

    def _lock(self, route: str) -> int:
        with telling_down():
            self._connection.execute(
                "insert into exchange.route (route) values (%s) on conflict do nothing", (route,)
            )
            found = self._connection.execute(
                "select last from exchange.route where route = %s for update", (route,)
            ).fetchone()
        assert found
        return int(found[0])

    def bury(self, pipe: str, burials: Iterable[Burial]) -> None:
        """Store what no message could be made of."""
        with telling_down():
            for one in burials:
                packed = pack(one.draft, 0, "")
                about = (one.code, one.reason, one.draft.table, one.draft.key, packed)
                self._connection.execute(DEAD, (pipe, *about))

    def unbury(self, pipe: str, table: str, place: str, state: str) -> None:
        """Close the dead letters of a row."""
        with telling_down():
            self._connection.execute(
                "update exchange.held set state = %s, ended_at = now() where route = %s "
                "and why = 'dead' and state = 'waiting' and table_name = %s and key = %s",
                (state, pipe, table, place),
            )

    def commit(self, position: str | None) -> None:
        """Messages and the source's position become durable together."""
        with telling_down():
            for route, last in self._last.items():
                self._connection.execute(
                    "update exchange.route set last = %s where route = %s", (last, route)
                )
            if position is not None:
                self._connection.execute(
                    "insert into exchange.position (pipe, position) values (%s, %s) on conflict "
                    "(pipe) do update set position = excluded.position, at = now()",
                    (self._pipe, position),
                )
            self._connection.execute("commit")
