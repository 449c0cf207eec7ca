"""From events of the log to changes: the log says which rows, the table says what they hold now.

A row is read when its change is met, as whole and as new as it is; what has changed since comes
again later in the log. So nothing of the log's own value formats, character sets or settings
(`binlog_row_image`, `binlog_row_metadata`) matters, and both sides end the same.
"""

import re

from anhuan.exchange.adapters.contract import LogLost
from anhuan.exchange.adapters.sql.catalog import Seen
from anhuan.exchange.adapters.sql.statements import parts
from anhuan.exchange.adapters.sql.tables import SqlTables
from anhuan.exchange.adapters.sql.texts import BYTES, INTEGERS
from anhuan.exchange.core.binlog.events import Event, Query, Rows, TableMap, Unreadable
from anhuan.exchange.core.binlog.values import KeyColumn, keys_of
from anhuan.exchange.core.chunks import Key
from anhuan.exchange.core.definition import Table
from anhuan.exchange.core.drafting import Change
from anhuan.exchange.core.drift import Described
from anhuan.exchange.core.envelope import Op

CHARSETS = {"utf8mb4": "utf-8", "utf8mb3": "utf-8", "utf8": "utf-8", "ascii": "ascii",
            "latin1": "cp1252", "gbk": "gbk", "gb18030": "gb18030", "gb2312": "gb2312",
            "big5": "big5"}  # fmt: skip
TRUNCATE = re.compile(r"\s*(?:/\*.*?\*/\s*)*truncate\s+(?:table\s+)?(.+?)\s*(?:;|$)", re.I | re.S)
DDL = re.compile(r"\s*(?:/\*.*?\*/\s*)*(?:create|alter|drop|rename|truncate)\b", re.I | re.S)
Touched = dict[Key, bool]  # by key: is the row to be there?


class LogReader:
    """Collects which rows of our tables have changed, and hands on what they hold."""

    def __init__(self, schema: str, tables: tuple[Table, ...], read: SqlTables) -> None:
        self._read, self._schema = read, schema
        self._ours = {self._full(table.name): table.name for table in tables}
        self._maps: dict[int, TableMap] = {}
        self._described: dict[str, Described] = {}
        self._columns: dict[str, tuple[KeyColumn, ...]] = {}
        self._touched: dict[str, Touched] = {}
        self._told: dict[str, str] = {}  # the schema that was told last
        self._changes: list[Change] = []
        self.count = self.size = 0  # rows met and not yet handed on, and their bytes in the log

    def _full(self, name: str) -> tuple[str, str]:
        schema, plain = parts(name)
        return schema or self._schema, plain

    def take(self, event: Event) -> None:
        """One event. Raises `LogLost` where it was written when the table was another."""
        if isinstance(event, TableMap):
            self._maps[event.number] = event
        elif isinstance(event, Rows):
            table = self._maps[event.number]
            if name := self._ours.get((table.schema, table.table)):
                self._rows(name, table, event)
        elif isinstance(event, Query) and DDL.match(event.text):
            self._defined(event)

    def _rows(self, name: str, table: TableMap, event: Rows) -> None:
        touched = self._touched.setdefault(name, {})
        self.size += len(event.data)
        try:
            for before, *after in keys_of(event, table, self._key_of(name)):
                now = after[-1] if after else before
                if now != before:
                    _note(touched, before, is_there=False)
                _note(touched, now, is_there=event.op != "D")
                self.count += 1
        except Unreadable as error:
            raise LogLost(f"表 {name}：{error}，正改为比对补齐") from error

    def _defined(self, event: Query) -> None:
        """A statement about tables: what was met before it is handed on first."""
        self._flush()
        if found := TRUNCATE.match(event.text):
            names = found[1].replace("`", "").replace('"', "").split(".")
            schema = names[0] if len(names) > 1 else event.schema
            if name := self._ours.get((schema, names[-1])):
                self._changes.append(Change(Op.TRUNCATE, name, {}))
        self._described.clear()
        self._columns.clear()

    def _key_of(self, name: str) -> tuple[KeyColumn, ...]:
        if name not in self._columns:
            seen = {one.name: (place, one) for place, one in enumerate(self._read.seen(name))}
            self._columns[name] = tuple(
                _key_column(*seen[column]) for column in self._table(name).key
            )
        return self._columns[name]

    def _table(self, name: str) -> Described:
        if name not in self._described:
            found = self._described[name] = self._read.describe(name)
            if self._told.get(name) != found.schema:
                self._told[name] = found.schema
                told = Change(Op.SCHEMA, name, {}, (), found.schema, tuple(found.columns))
                self._changes.append(told)
        return self._described[name]

    def changes(self) -> list[Change]:
        """All that was met, as it is now."""
        self._flush()
        changes, self._changes = self._changes, []
        return changes

    def _flush(self) -> None:
        for name, touched in self._touched.items():
            found = self._table(name)
            key_of, schema = found.key, found.schema
            self._changes += [
                Change(Op.DELETE, name, dict(zip(key_of, key, strict=True)), key_of, schema)
                for key, is_there in touched.items() if not is_there
            ]  # fmt: skip
            there = [key for key, is_there in touched.items() if is_there]
            rows = self._read.rows(name, there)
            self._changes += [Change(Op.UPDATE, name, r, key_of, schema) for r in rows]
        self._touched.clear()
        self.count = self.size = 0


def _note(touched: Touched, key: Key, *, is_there: bool) -> None:
    touched.pop(key, None)
    touched[key] = is_there


def _key_column(place: int, seen: Seen) -> KeyColumn:
    is_bytes = BYTES.match(seen.type.lower()) is not None
    charset = "" if is_bytes else CHARSETS.get(seen.charset, "utf-8")
    return KeyColumn(
        place, INTEGERS.match(seen.type.lower()) is not None, seen.is_unsigned, charset
    )
