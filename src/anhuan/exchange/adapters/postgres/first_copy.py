"""The rows that are there when a pipe starts, in the order of their keys, resumable."""

import json
from collections.abc import Iterator

from psycopg import sql

from anhuan.exchange.adapters.contract import Portion
from anhuan.exchange.adapters.postgres import catalog
from anhuan.exchange.adapters.postgres.catalog import Described
from anhuan.exchange.adapters.postgres.session import listed, table
from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core.definition import Pipe
from anhuan.exchange.core.drafting import Change
from anhuan.exchange.core.envelope import Op

PREFIX = "copy:"
ROWS = 5000


class FirstCopy:
    """Reads every table in portions; the position is the last key of each."""

    def __init__(self, pipe: Pipe, connection: Connection) -> None:
        self._pipe, self._connection = pipe, connection

    def follow(self, position: str | None) -> Iterator[Portion]:
        """Portions from a position on, to the last row of the last table."""
        number, after = _read_position(position)
        for at in range(number, len(self._pipe.tables)):
            one = self._pipe.tables[at]
            found = catalog.describe(self._connection, one.name, one.key)
            if after is None:
                told = Change(Op.SCHEMA, one.name, {}, (), found.schema, tuple(found.columns))
                yield Portion([told], f"{PREFIX}{at}:")
            while rows := self._rows(found, after):
                after = [str(rows[-1][name]) for name in found.key]
                changes = [
                    Change(Op.INSERT, one.name, row, found.key, found.schema) for row in rows
                ]
                yield Portion(changes, f"{PREFIX}{at}:{json.dumps(after)}")
            after = None
        yield Portion([], f"{PREFIX}{len(self._pipe.tables)}:")

    def _rows(self, found: Described, after: list[str] | None) -> list[dict[str, str | None]]:
        names = [column.name for column in found.columns]
        texts = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(k)) for k in names)
        query = sql.SQL("select {} from {} as t where {} order by {} limit {}").format(
            texts,
            table(found.name),
            _beyond(found, after),
            listed(found.key, "t"),
            sql.Literal(ROWS),
        )
        return [dict(zip(names, row, strict=True)) for row in self._connection.execute(query)]


def _beyond(found: Described, after: list[str] | None) -> sql.Composable:
    if after is None:
        return sql.SQL("true")
    values = sql.SQL(", ").join(
        sql.SQL("{}::{}").format(sql.Literal(value), sql.SQL(found.types[name]))
        for name, value in zip(found.key, after, strict=True)
    )
    return sql.SQL("({}) > ({})").format(listed(found.key, "t"), values)


def _read_position(position: str | None) -> tuple[int, list[str] | None]:
    if not position:
        return 0, None
    number, _, key = position.removeprefix(PREFIX).partition(":")
    return int(number), json.loads(key) if key else None
