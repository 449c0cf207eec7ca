"""Digests of ranges and of rows, computed by the database: a proof reads, it moves nothing.

A row's digest is 60 bits of the MD5 over the texts of its columns; a range's is their sum and
count. MD5 is a checksum here, against accidents: what is sealed against people is signed (SM2).
"""

from collections.abc import Iterator

from psycopg import sql

from anhuan.exchange.adapters.postgres import catalog
from anhuan.exchange.adapters.postgres.session import listed, settle, table
from anhuan.exchange.adapters.storage.link import Connection, Link
from anhuan.exchange.core.chunks import Digest, Key, Range
from anhuan.exchange.core.drift import Described

ROW_DIGEST = "('x' || substr(md5(row({})::text), 1, 15))::bit(60)::bigint"
PAGES = "select relpages from pg_class where oid = %s::regclass"
SAMPLED = 500  # pages
Row = dict[str, str | None]


class PostgresTables:
    """Tables of one database as a side of a proof."""

    def __init__(self, url: str, keys: dict[str, tuple[str, ...]] | None = None) -> None:
        self._link, self._keys = Link(url, settle), keys or {}

    def describe(self, name: str) -> Described:
        """The table's columns and key."""
        return catalog.describe(self._link.open(), name, self._keys.get(name, ()))

    def boundaries(self, name: str, every: int) -> list[Key]:
        """Each so-many-th key in order: where both sides cut."""
        found = self.describe(name)
        query = sql.SQL(
            "select {} from (select {}, row_number() over (order by {}) as n from {}) as s "
            "where n %% %s = 0 order by n"
        ).format(_texts(found.key), listed(found.key), _ordered(found), table(name))
        with self._link.transaction() as connection:
            return [tuple(row) for row in connection.execute(query, (every,))]

    def parts(self, name: str, every: int) -> list[Key]:
        """Keys that cut the table into parts of about so many rows, in the order of its index. Out
        of a sample: to order all keys takes a fifth of the time that a copy does."""
        found = self.describe(name)
        query = sql.SQL(
            "select {} from (select {}, row_number() over (order by {}) as n from {} "
            "tablesample system (%s)) as s where n %% %s = 0 order by n"
        ).format(_texts(found.key), listed(found.key), listed(found.key), table(name))
        with self._link.transaction() as connection:
            pages = connection.execute(PAGES, (table(name).as_string(connection),)).fetchone()
            share = min(1.0, SAMPLED / pages[0]) if pages and pages[0] > 0 else 1.0
            step = max(1, round(every * share))
            return [tuple(row) for row in connection.execute(query, (100 * share, step))]

    def digests(self, name: str, columns: list[str], ranges: list[Range]) -> list[Digest]:
        """Of each range: rows, and the sum of their digests."""
        found = self.describe(name)
        query = "select count(*), coalesce(sum({}), 0) from {} where {}"
        with self._link.transaction() as connection:
            return [
                _digest(connection, found, query, columns, one)
                for one in ranges
            ]  # fmt: skip

    def row_digests(self, name: str, columns: list[str], ranges: list[Range]) -> dict[Key, int]:
        """Of each row in some ranges, by key."""
        found = self.describe(name)
        out: dict[Key, int] = {}
        for one in ranges:
            query = sql.SQL("select {}, {} from {} where {}").format(
                _row_digest(columns), _texts(found.key), table(name), within(found, one)
            )
            with self._link.transaction() as connection:
                out |= {tuple(row[1:]): int(row[0]) for row in connection.execute(query)}
        return out

    def rows(self, name: str, keys: list[Key]) -> Iterator[Row]:
        """The rows of some keys, whole, as texts; those that are gone by now are left out."""
        found = self.describe(name)
        names = [column.name for column in found.columns]
        with self._link.transaction() as connection:
            for begin in range(0, len(keys), 1000):
                some = keys[begin : begin + 1000]
                tuples = sql.SQL(", ").join(_tuple(found, key) for key in some)
                query = sql.SQL("select {} from {} where ({}) in ({})").format(
                    _texts(names), table(name), listed(found.key), tuples
                )
                for row in connection.execute(query):
                    yield dict(zip(names, row, strict=True))

    def close(self) -> None:
        """Hang up."""
        self._link.close()


def _digest(
    connection: Connection, found: Described, query: str, columns: list[str], span: Range
) -> Digest:
    built = sql.SQL(query).format(_row_digest(columns), table(found.name), within(found, span))
    row = connection.execute(built).fetchone()
    assert row
    return Digest(int(row[0]), int(row[1]))


def _row_digest(columns: list[str]) -> sql.Composed:
    return sql.SQL(ROW_DIGEST).format(_texts(columns))


def _texts(names: list[str] | tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(one)) for one in names)


def _ordered(found: Described) -> sql.Composed:
    return sql.SQL(", ").join(_comparable(found, name) for name in found.key)


def _comparable(found: Described, name: str) -> sql.Composed:
    """Texts are ordered by their bytes: two databases may have two alphabets."""
    is_text = found.types[name].startswith(("text", "character"))
    form = '{} collate "C"' if is_text else "{}"
    return sql.SQL(form).format(sql.Identifier(name))


def _tuple(found: Described, key: Key) -> sql.Composed:
    values = (
        sql.SQL("{}::{}").format(sql.Literal(value), sql.SQL(found.types[name]))
        for name, value in zip(found.key, key, strict=True)
    )
    return sql.SQL("({})").format(sql.SQL(", ").join(values))


def within(found: Described, span: Range, *, bytewise: bool = True) -> sql.Composed:
    """The condition of a range; `bytewise`: as every database orders texts, not as its index."""
    key_of_row = _ordered(found) if bytewise else listed(found.key)
    parts = [sql.SQL("true").format()]
    for sign, key in ((">", span.after), ("<=", span.until)):
        if key is not None:
            form = "({}) " + sign + " {}"
            parts.append(sql.SQL(form).format(key_of_row, _tuple(found, key)))
    return sql.SQL(" and ").join(parts)
