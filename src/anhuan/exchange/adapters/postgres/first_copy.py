"""The rows that are there when a pipe starts, in the order of their keys, resumable."""

from collections.abc import Iterator

from psycopg import sql

from anhuan.exchange.adapters.contract import Portion
from anhuan.exchange.adapters.copying import copied
from anhuan.exchange.adapters.postgres import catalog
from anhuan.exchange.adapters.postgres.session import listed, table
from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core.definition import Pipe, Table
from anhuan.exchange.core.drift import Described
from anhuan.exchange.core.paging import Row


class FirstCopy:
    """Reads every table in portions; the position is the last key of each."""

    def __init__(self, pipe: Pipe, connection: Connection) -> None:
        self._pipe, self._connection = pipe, connection

    def follow(self, position: str | None) -> Iterator[Portion]:
        """Portions from a position on, to the last row of the last table."""
        return copied(self._pipe, position, self._described, self._rows)

    def _described(self, one: Table) -> Described:
        return catalog.describe(self._connection, one.name, one.key)

    def _rows(self, found: Described, after: list[str] | None, most: int) -> list[Row]:
        names = [column.name for column in found.columns]
        texts = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(k)) for k in names)
        query = sql.SQL("select {} from {} as t where {} order by {} limit {}").format(
            texts,
            table(found.name),
            _beyond(found, after),
            listed(found.key, "t"),
            sql.Literal(most),
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
