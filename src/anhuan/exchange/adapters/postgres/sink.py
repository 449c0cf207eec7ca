"""PostgreSQL as the end of a route: upserts and deletes by statement, not by row.

A run of messages becomes, for each table, one DELETE and one INSERT … ON CONFLICT over
`json_to_recordset`: bodies go to the server as they came and its own types read their texts. What
cannot be applied is found by halving, each half under a savepoint: the rest flows on.
"""

from collections.abc import Callable

import psycopg
from psycopg import sql

from anhuan.exchange.adapters.applying import StepSink, by_columns, halving
from anhuan.exchange.adapters.contract import SourceTrouble, Unapplied
from anhuan.exchange.adapters.postgres import catalog
from anhuan.exchange.adapters.postgres.conflicts import resolved
from anhuan.exchange.adapters.postgres.session import listed, table
from anhuan.exchange.adapters.storage.link import Connection, is_passing
from anhuan.exchange.core.definition import Receive
from anhuan.exchange.core.drift import Described
from anhuan.exchange.core.envelope import Envelope


class PostgresSink(StepSink[Connection]):
    """Writes in the transaction it is given; remembers what tables look like."""

    def __init__(self, receive: Receive) -> None:
        super().__init__(receive)
        self._tables: dict[str, Described] = {}

    def forget(self) -> None:
        """Look at the tables anew: they may have changed."""
        self._tables.clear()

    def forget_table(self, name: str) -> None:
        """Its columns have changed."""
        self._tables.pop(name, None)

    def empty(self, connection: Connection, message: Envelope) -> list[Unapplied]:
        """Every row of a table is gone, or marked."""
        if self._receive.marks:
            change = sql.SQL("update {} set {}").format(table(message.table), self._marks())
        else:
            change = sql.SQL("truncate {}").format(table(message.table))
        return _halving(connection, [message], lambda _: connection.execute(change))

    def _marks(self) -> sql.Composed:
        pairs = self._receive.marks.items()
        return sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Literal(value))
            for name, value in pairs
        )

    def delete(
        self, connection: Connection, name: str, messages: list[Envelope], columns: tuple[str, ...]
    ) -> list[Unapplied]:
        """These rows are gone, or marked."""
        return self._tried(connection, name, messages, columns, self._delete_statement)

    def write(self, connection: Connection, name: str, messages: list[Envelope]) -> list[Unapplied]:
        """These rows are there; where two sides may write, the one that is to stand."""
        if self._receive.conflict and messages:
            messages = resolved(connection, self._receive, self._described(connection, name),
                                messages)  # fmt: skip
        return [
            one
            for columns, some in by_columns(messages).items()
            for one in self._tried(connection, name, some, columns, self._write_statement)
        ]

    def _tried(
        self, connection: Connection, name: str, messages: list[Envelope],
        columns: tuple[str, ...], statement: Callable[[Described, tuple[str, ...]], sql.Composed],
    ) -> list[Unapplied]:  # fmt: skip
        try:
            found = self._described(connection, name)
            known = tuple(column for column in columns if column in found.types)
            query = statement(found, known)
        except SourceTrouble as trouble:
            return [(message, "no_table", str(trouble)) for message in messages]

        def run(some: list[Envelope]) -> object:
            rows = b"[" + b",".join(message.body for message in some) + b"]"
            return connection.execute(query, (rows.decode(),))

        return _halving(connection, messages, run)

    def _described(self, connection: Connection, name: str) -> Described:
        if name not in self._tables:
            self._tables[name] = catalog.describe(connection, name)
        return self._tables[name]

    def _write_statement(self, found: Described, columns: tuple[str, ...]) -> sql.Composed:
        others = [name for name in columns if name not in found.key]
        sets = sql.SQL(", ").join(
            sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in others
        )
        return sql.SQL(
            "insert into {} as t ({}) overriding system value select {} from {} "
            "on conflict ({}) do {}"
        ).format(
            table(found.name), listed(columns), _casts(found, columns), _rows(columns),
            listed(found.key), sql.SQL("update set {}").format(sets) if others
            else sql.SQL("nothing"),
        )  # fmt: skip

    def _delete_statement(self, found: Described, columns: tuple[str, ...]) -> sql.Composed:
        if not columns:
            raise SourceTrouble(f"表 {found.name} 没有消息所指的主键列")
        pairs = sql.SQL(" and ").join(
            sql.SQL("t.{0} = x.{0}::{1}").format(sql.Identifier(one), sql.SQL(found.types[one]))
            for one in columns
        )
        marks = self._receive.marks
        form = "update {0} as t set {1} from {2} where {3}"
        text = form if marks else "delete from {0} as t using {2} where {3}"
        return sql.SQL(text).format(
            table(found.name), self._marks() if marks else sql.SQL(""), _rows(columns), pairs
        )


def _rows(columns: tuple[str, ...]) -> sql.Composed:
    texts = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(one)) for one in columns)
    return sql.SQL("json_to_recordset(%s::json) as x({})").format(texts)


def _casts(found: Described, columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(
        sql.SQL("x.{}::{}").format(sql.Identifier(one), sql.SQL(found.types[one]))
        for one in columns
    )


def _halving(
    connection: Connection, messages: list[Envelope], run: Callable[[list[Envelope]], object]
) -> list[Unapplied]:
    """Each try under a savepoint."""

    def tried(some: list[Envelope]) -> tuple[str, str] | None:
        try:
            with connection.transaction():
                run(some)
        except psycopg.Error as error:
            if is_passing(error):
                raise
            return error.sqlstate or "error", (error.diag.message_primary or str(error)).strip()
        return None

    return halving(messages, tried)
