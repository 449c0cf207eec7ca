"""Tables of a database as a side of a proof, and as what a copy reads. Rows are read, digests are
computed here: that needs nothing of the server but SELECT."""

from collections.abc import Iterator

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.sql import catalog, statements
from anhuan.exchange.adapters.sql.session import SqlLink
from anhuan.exchange.adapters.sql.statements import Where, among
from anhuan.exchange.adapters.sql.texts import fit, reader, row_digest
from anhuan.exchange.core.chunks import Digest, Key, Range
from anhuan.exchange.core.drift import Described

KEYS_AT_ONCE = 500
Row = dict[str, str | None]
Texts = list[str | None]


class SqlTables:
    """Tables of one database."""

    def __init__(
        self, kind: str, url: str, keys: dict[str, tuple[str, ...]] | None = None,
        *, waits: bool = False,
    ) -> None:  # fmt: skip
        """`waits`: for who is just committing the rows that are read. The log tells of a
        transaction a moment before its rows can be seen; without waiting they would be missed."""
        self._link, self._keys = SqlLink(kind, url, writes=False), keys or {}
        self._dialect = self._link.dialect
        self._shares = self._dialect.shares if waits else ""

    def describe(self, name: str) -> Described:
        """The table's columns and key."""
        with self._link.transaction() as session:
            return catalog.describe(session, name, self._keys.get(name, ()))

    def seen(self, name: str) -> list[catalog.Seen]:
        """All columns, also generated ones, in the table's order."""
        with self._link.transaction() as session:
            return catalog.columns(session, name)

    def boundaries(self, name: str, every: int) -> list[Key]:
        """Each so-many-th key in order, hopping along the key."""
        found = self.describe(name)
        order = ", ".join(statements.ordered(self._dialect, found, bytewise=True))
        tail = f" order by {order} {self._dialect.page.format(skip=every - 1, most=1)}"
        out: list[Key] = []
        while rows := self._read(
            found, list(found.key), Range(out[-1] if out else None, None), tail
        ):
            out.append(tuple(map(str, rows[0])))
        return out

    def digests(self, name: str, columns: list[str], ranges: list[Range]) -> list[Digest]:
        """Of each range: rows, and the sum of their digests."""
        found = self.describe(name)
        read = ([row_digest(row) for row in self._read(found, columns, one)] for one in ranges)
        return [Digest(len(some), sum(some)) for some in read]

    def row_digests(self, name: str, columns: list[str], ranges: list[Range]) -> dict[Key, int]:
        """Of each row in some ranges, by key."""
        found, wide = self.describe(name), len(columns)
        return {
            tuple(map(str, texts[wide:])): row_digest(texts[:wide])
            for one in ranges
            for texts in self._read(found, [*columns, *found.key], one)
        }

    def rows(self, name: str, keys: list[Key]) -> Iterator[Row]:
        """The rows of some keys, whole, as texts; those that are gone by now are left out."""
        found = self.describe(name)
        names = [column.name for column in found.columns]
        for begin in range(0, len(keys), KEYS_AT_ONCE):
            some = keys[begin : begin + KEYS_AT_ONCE]
            for row in self._select(found, names, among(self._dialect, found.key, some)):
                yield dict(zip(names, row, strict=True))

    def page(self, found: Described, after: list[str] | None, most: int) -> list[Row]:
        """So many rows behind a key, in the order of keys."""
        names = [column.name for column in found.columns]
        order = ", ".join(statements.ordered(self._dialect, found, bytewise=False))
        tail = f" order by {order} {self._dialect.page.format(skip=0, most=most)}"
        where: Where = ("1 = 1", [])
        if after is not None:
            where = statements.beyond(self._dialect, found, ">", tuple(after), bytewise=False)
        rows = self._select(found, names, where, tail)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _read(self, found: Described, names: list[str], span: Range, tail: str = "") -> list[Texts]:
        return self._select(found, names, statements.within(self._dialect, found, span), tail)

    def _select(
        self, found: Described, names: list[str], where: Where, tail: str = ""
    ) -> list[Texts]:
        """Rows as texts."""
        condition, pairs = where
        listed = statements.listed(self._dialect, names)
        name = statements.table(self._dialect, found.name)
        if lacking := [one for one in names if one not in found.types]:
            raise SourceTrouble(f"表 {found.name} 没有列 {'、'.join(lacking)}，请核对两侧的表结构")
        types = found.types
        readers = [reader(types[one], self._dialect) for one in names]
        values = [fit(text, types[column], self._dialect) for column, text in pairs]
        with self._link.transaction() as session:
            query = f"select {listed} from {name} where {condition}{tail}{self._shares}"
            rows = session.execute(query, values)
            return [[read(value) for read, value in zip(readers, row, strict=True)] for row in rows]

    def close(self) -> None:
        """Hang up."""
        self._link.close()
