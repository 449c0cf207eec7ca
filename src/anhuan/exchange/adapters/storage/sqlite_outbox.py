"""The outbox of an edge node: one SQLite file, WAL, every commit on disk (synchronous = FULL)."""

import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from anhuan.exchange.adapters.contract import Buried, RouteState, StoreDown
from anhuan.exchange.core.drafting import Burial
from anhuan.exchange.core.envelope import LARGEST_BATCH, Draft, pack
from anhuan.exchange.core.ulid import ulids
from anhuan.exchange.core.window import Span
from anhuan.kernel import clock

TABLES = """
    create table if not exists outbox (route text, seq integer, day text, packed blob,
        primary key (route, seq)) without rowid;
    create table if not exists route (route text primary key, epoch integer default 0,
        last integer default 0, acked integer default 0);
    create table if not exists position (pipe text primary key, position text);
    create table if not exists receipt (route text, first integer, last integer, manifest text,
        signature text, public text, primary key (route, first, last));
    create table if not exists held (id integer primary key, route text, code text, reason text,
        table_name text, key text, packed blob, state text default 'waiting', at text);
"""


class SqliteOutbox:
    """One connection; belongs to one thread. Other threads and processes may have their own."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = full")
        self._connection.executescript(TABLES)

    def writing(self, pipe: str) -> "SqliteWriting":
        """Begin a transaction; a context manager that rolls back what was not committed."""
        return SqliteWriting(self._connection, pipe)

    def position(self, pipe: str) -> str | None:
        """Where the pipe's source is to go on."""
        found = self._one("select position from position where pipe = ?", (pipe,))
        return str(found[0]) if found else None

    def state(self, route: str) -> RouteState:
        """Of a route, also of one never used."""
        found = self._one(
            "select epoch, last, acked, (select min(seq) from outbox o where o.route = r.route) "
            "from route r where route = ?",
            (route,),
        )
        if not found:
            return RouteState()
        return RouteState(found[0], found[1], found[2], found[3] or found[1] + 1)

    def last(self, route: str) -> int:
        """The highest number given away."""
        found = self._one("select last from route where route = ?", (route,))
        return int(found[0]) if found else 0

    def read(self, route: str, span: Span) -> list[bytes]:
        """Packed messages of these numbers, in order; of many large ones the first alone."""
        rows = self._connection.execute(
            "select packed from outbox where route = ? and seq between ? and ? order by seq",
            (route, *span),
        )
        found: list[bytes] = []
        size = 0
        for (packed,) in rows:
            found.append(packed)
            if (size := size + len(packed)) >= LARGEST_BATCH:
                break
        return found

    def take_seat(self, route: str, epoch: int, following: int) -> None:
        """Note the epoch; numbers go on from `following` at least."""
        self._one(
            "insert into route (route, epoch, last) values (?, ?, ?) on conflict (route) do update "
            "set epoch = excluded.epoch, last = max(last, excluded.last)",
            (route, epoch, following - 1),
        )

    def acknowledge(self, route: str, acked: int, receipt: dict[str, object] | None) -> None:
        """Note what is safe over there, and the signature under it."""
        self._one("update route set acked = ? where route = ?", (acked, route))
        if receipt:
            names = ("first", "last", "manifest", "signature", "public")
            values = (route, *(receipt[name] for name in names))
            self._one("insert or ignore into receipt values (?, ?, ?, ?, ?, ?)", values)

    def buried(self, pipe: str) -> list[Buried]:
        """Dead letters that wait, oldest first."""
        rows = self._connection.execute(
            "select id, code, reason, packed from held where route = ? and state = 'waiting' "
            "order by id",
            (pipe,),
        )
        return [Buried(*row) for row in rows]

    def discard(self, pipe: str, number: int) -> bool:
        """Close a dead letter nobody wants any more; False when it waits no longer."""
        changed = self._connection.execute(
            "update held set state = 'discarded' where id = ? and route = ? and state = 'waiting'",
            (number, pipe),
        )
        return changed.rowcount == 1

    def receipts(self, route: str, above: int) -> list[dict[str, object]]:
        """Receipts of messages above a number, in order; at most 500."""
        rows = self._connection.execute(
            "select first, last, manifest, signature, public from receipt "
            "where route = ? and last > ? order by last limit 500",
            (route, above),
        )
        names = ("first", "last", "manifest", "signature", "public")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def prune(self, keep_days: int) -> int:
        """Forget what was acknowledged and is older; answers how many messages."""
        before = (clock.now().date() - timedelta(days=keep_days)).isoformat()
        return self._connection.execute(
            "delete from outbox where day < ? and seq <= "
            "(select acked from route r where r.route = outbox.route)",
            (before,),
        ).rowcount

    def close(self) -> None:
        """Let go."""
        self._connection.close()

    def _one(self, query: str, values: tuple[Any, ...]) -> Any:
        try:
            return self._connection.execute(query, values).fetchone()
        except sqlite3.OperationalError as error:
            raise StoreDown(str(error)) from error


class SqliteWriting:
    """One transaction of the outbox."""

    def __init__(self, connection: sqlite3.Connection, pipe: str) -> None:
        self._connection, self._pipe = connection, pipe
        self._day = clock.now().date().isoformat()

    def __enter__(self) -> Self:
        self._do("begin immediate")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._connection.in_transaction:
            self._connection.execute("rollback")

    def add(self, route: str, drafts: Iterable[Draft]) -> None:
        """Number and store messages."""
        some = list(drafts)
        self._do("insert or ignore into route (route) values (?)", (route,))
        found = self._do("select last from route where route = ?", (route,)).fetchone()
        names = ulids(clock.now_ms(), len(some))
        rows = [
            (route, seq, self._day, pack(draft, seq, name))
            for seq, (draft, name) in enumerate(zip(some, names, strict=True), found[0] + 1)
        ]
        self._do_many("insert into outbox values (?, ?, ?, ?)", rows)
        self._do("update route set last = last + ? where route = ?", (len(some), route))

    def bury(self, pipe: str, burials: Iterable[Burial]) -> None:
        """Store what no message could be made of."""
        at = clock.now().isoformat()
        rows = [
            (pipe, one.code, one.reason, one.draft.table, one.draft.key,
             pack(one.draft, 0, ""), at)
            for one in burials
        ]  # fmt: skip
        self._do_many(
            "insert into held (route, code, reason, table_name, key, packed, at) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def unbury(self, pipe: str, table: str, place: str, state: str) -> None:
        """Close the dead letters of a row."""
        self._do(
            "update held set state = ? where route = ? and state = 'waiting' "
            "and table_name = ? and key = ?",
            (state, pipe, table, place),
        )

    def commit(self, position: str | None) -> None:
        """Messages and the source's position become durable together."""
        if position is not None:
            self._do("insert or replace into position values (?, ?)", (self._pipe, position))
        self._do("commit")

    def _do(self, query: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._connection.execute(query, values)
        except sqlite3.OperationalError as error:  # disk full, locked
            raise StoreDown(str(error)) from error

    def _do_many(self, query: str, rows: list[tuple[Any, ...]]) -> None:
        try:
            self._connection.executemany(query, rows)
        except sqlite3.OperationalError as error:
            raise StoreDown(str(error)) from error
