"""PostgreSQL as the end of a route: upserts and deletes by statement, not by row.

A run of messages becomes, for each table, one DELETE and one INSERT … ON CONFLICT over
`json_to_recordset`: bodies go to the server as they came and its own types read their texts. What
cannot be applied is found by halving, each half under a savepoint: the rest flows on.
"""

from collections.abc import Callable, Iterable

import psycopg
from psycopg import sql

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.postgres import catalog
from anhuan.exchange.adapters.postgres.catalog import Described
from anhuan.exchange.adapters.postgres.conflicts import resolved
from anhuan.exchange.adapters.postgres.session import listed, table
from anhuan.exchange.adapters.storage.link import Connection, is_passing
from anhuan.exchange.core.definition import Receive
from anhuan.exchange.core.envelope import Envelope, Op
from anhuan.exchange.core.merge import Effect, row_of, steps

Buried = tuple[Envelope, str, str]  # message, code, reason


class PostgresSink:
    """Writes in the transaction it is given; remembers what tables look like."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._tables: dict[str, Described] = {}

    def forget(self) -> None:
        """Look at the tables anew: they have changed."""
        self._tables.clear()

    def apply(self, connection: Connection, messages: Iterable[Envelope]) -> list[Buried]:
        """Apply in order; answers the ones that cannot be, with code and reason."""
        some = list(messages)
        buried = [one for one in map(self._stranger, some) if one]
        for step in steps(message for message in some if self._receive.takes(message.table)):
            if step.alone is not None:
                buried += self._alone(connection, step.alone)
                continue
            names = sorted(step.effects, key=self._receive.place_of)
            for name in reversed(names):
                buried += self._delete(connection, name, step.effects[name])
            for name in names:
                buried += self._write(connection, name, step.effects[name])
        return buried

    def _stranger(self, message: Envelope) -> Buried | None:
        if self._receive.takes(message.table):
            return None
        return message, "table_not_taken", f"接收端的定义没有列出表 {message.table}，不予写入"

    def _alone(self, connection: Connection, message: Envelope) -> list[Buried]:
        if message.op is Op.SCHEMA:
            self._tables.pop(message.table, None)
            return []
        if self._receive.ignore_truncate:
            return []
        if self._receive.marks:
            change = sql.SQL("update {} set {}").format(table(message.table), self._marks())
            return _halving(connection, [message], lambda _: connection.execute(change))
        clear = sql.SQL("truncate {}").format(table(message.table))
        return _halving(connection, [message], lambda _: connection.execute(clear))

    def _marks(self) -> sql.Composed:
        pairs = self._receive.marks.items()
        return sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Literal(value))
            for name, value in pairs
        )

    def _delete(self, connection: Connection, name: str, effect: Effect) -> list[Buried]:
        groups = _by_columns(effect.gone())
        return [
            one
            for columns, messages in groups.items()
            for one in self._tried(connection, name, messages, columns, self._delete_statement)
        ]

    def _write(self, connection: Connection, name: str, effect: Effect) -> list[Buried]:
        messages = effect.there()
        if self._receive.conflict and messages:
            messages = resolved(connection, self._receive, self._described(connection, name),
                                messages)  # fmt: skip
        return [
            one
            for columns, some in _by_columns(messages).items()
            for one in self._tried(connection, name, some, columns, self._write_statement)
        ]

    def _tried(
        self, connection: Connection, name: str, messages: list[Envelope],
        columns: tuple[str, ...], statement: Callable[[Described, tuple[str, ...]], sql.Composed],
    ) -> list[Buried]:  # fmt: skip
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


def _by_columns(messages: list[Envelope]) -> dict[tuple[str, ...], list[Envelope]]:
    groups: dict[tuple[str, ...], list[Envelope]] = {}
    for message in messages:
        groups.setdefault(tuple(sorted(row_of(message))), []).append(message)
    return groups


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
) -> list[Buried]:
    """Run for all; where that fails, for each half, down to the ones that cannot be."""
    if not messages:
        return []
    try:
        with connection.transaction():
            run(messages)
    except psycopg.Error as error:
        if is_passing(error):
            raise
        if len(messages) == 1:
            reason = (error.diag.message_primary or str(error)).strip()
            return [(messages[0], error.sqlstate or "error", reason)]
    else:
        return []
    middle = len(messages) // 2
    return _halving(connection, messages[:middle], run) + _halving(
        connection, messages[middle:], run
    )
