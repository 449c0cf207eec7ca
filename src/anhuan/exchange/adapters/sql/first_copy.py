"""The rows that are there, once, from any database."""

from collections.abc import Iterator

from anhuan.exchange.adapters.contract import Portion
from anhuan.exchange.adapters.copying import copied
from anhuan.exchange.adapters.sql.tables import SqlTables
from anhuan.exchange.core.definition import Pipe


def first_copy(pipe: Pipe, tables: SqlTables, position: str | None) -> Iterator[Portion]:
    """Portions from a position on, to the last row of the last table."""
    return copied(pipe, position, lambda one: tables.describe(one.name), tables.page)


def tables_of(pipe: Pipe, url: str, *, waits: bool = False) -> SqlTables:
    """The tables of its source."""
    keys = {one.name: one.key for one in pipe.tables if one.key}
    return SqlTables(pipe.source.kind, url, keys, waits=waits)


class SqlOnce:
    """A source with `capture: once`; after a kill it goes on at the last key."""

    def __init__(self, pipe: Pipe, url: str) -> None:
        self._pipe, self._tables = pipe, tables_of(pipe, url)

    def follow(self, position: str | None) -> Iterator[Portion]:
        """Every row; then it ends."""
        return first_copy(self._pipe, self._tables, position)

    def confirm(self, position: str) -> None:
        """Nothing to forget."""

    def close(self) -> None:
        """Hang up."""
        self._tables.close()
