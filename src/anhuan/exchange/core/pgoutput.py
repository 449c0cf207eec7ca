"""PostgreSQL's logical decoding, protocol version 1: bytes of `pgoutput` to changes.

Values are the texts PostgreSQL prints, so that nothing is lost on the way (numeric, infinity,
arrays). A column whose large value did not change is not in the row.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from anhuan.exchange.core.drift import Column

Row = dict[str, str | None]
_U16 = struct.Struct(">H")
_U32 = struct.Struct(">I")
_size = _U32.unpack_from  # asked once for each value: looked up once
_U64 = struct.Struct(">Q")
_COLUMN_TAIL = struct.Struct(">Ii")


@dataclass(frozen=True, slots=True)
class Relation:
    """A table as the log names it. `oids`: of the columns' types; `modifiers`: their typmods."""

    oid: int
    name: str  # schema.table
    columns: tuple[str, ...]
    keys: frozenset[str]
    oids: tuple[int, ...]
    modifiers: tuple[int, ...]

    def described(self, type_names: dict[tuple[int, int], str]) -> list[Column]:
        """Its columns with the names of their types."""
        return [
            Column(name, type_names.get((oid, modifier), str(oid)), name in self.keys)
            for name, oid, modifier in zip(self.columns, self.oids, self.modifiers, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Begin:
    """A transaction starts. `final_lsn`: where its commit stands."""

    final_lsn: int


@dataclass(frozen=True, slots=True)
class Commit:
    """It is complete. `end_lsn`: what may be confirmed once it is safe with us."""

    end_lsn: int


class Change(NamedTuple):
    """One row. `old`: the key before, where it changed, or the whole old row."""

    relation: Relation
    op: str  # I, U, D
    row: Row
    old: Row | None = None


@dataclass(frozen=True, slots=True)
class Truncated:
    """All rows of these tables went at once."""

    relations: list[Relation]


Event = Begin | Commit | Change | Truncated | Relation


@dataclass(slots=True)
class Decoder:
    """Remembers the relations a stream has described."""

    relations: dict[int, Relation] = field(default_factory=dict)

    def decode(self, data: bytes) -> Event | None:
        """One message; None for kinds that carry no rows (origin, type, heartbeat)."""
        kind = data[:1]
        if kind in (b"I", b"U", b"D"):
            return self._change(data)
        if kind == b"B":
            return Begin(_U64.unpack_from(data, 1)[0])
        if kind == b"C":
            return Commit(_U64.unpack_from(data, 10)[0])
        if kind == b"R":
            return self._relation(data)
        if kind == b"T":
            count = _U32.unpack_from(data, 1)[0]
            oids = struct.unpack_from(f">{count}I", data, 6)
            return Truncated([self.relations[oid] for oid in oids])
        return None

    def _relation(self, data: bytes) -> Relation:
        oid, place = _U32.unpack_from(data, 1)[0], 5
        schema, place = _string(data, place)
        table, place = _string(data, place)
        count = _U16.unpack_from(data, place + 1)[0]
        found = list(_columns(data, place + 3, count))
        relation = Relation(
            oid,
            f"{schema}.{table}",
            tuple(name for _, name, _, _ in found),
            frozenset(name for is_key, name, _, _ in found if is_key),
            tuple(kind for *_, kind, _ in found),
            tuple(modifier for *_, modifier in found),
        )
        self.relations[oid] = relation
        return relation

    def _change(self, data: bytes) -> Change:
        op, relation = chr(data[0]), self.relations[_U32.unpack_from(data, 1)[0]]
        part, old, place = data[5], None, 6
        if part in b"KO":
            old, place = _tuple(data, place, relation.columns)
            if part == ord("K"):
                old = {name: value for name, value in old.items() if name in relation.keys}
            if op == "D":
                return Change(relation, op, old)
            place += 1
        row, _ = _tuple(data, place, relation.columns)
        return Change(relation, op, row, old)


def _string(data: bytes, place: int) -> tuple[str, int]:
    end = data.index(0, place)
    return data[place:end].decode(), end + 1


def _columns(data: bytes, place: int, count: int) -> Iterator[tuple[bool, str, int, int]]:
    for _ in range(count):
        is_key = bool(data[place] & 1)
        name, place = _string(data, place + 1)
        kind, modifier = _COLUMN_TAIL.unpack_from(data, place)
        place += _COLUMN_TAIL.size
        yield is_key, name, kind, modifier


def _tuple(data: bytes, place: int, columns: tuple[str, ...]) -> tuple[Row, int]:
    row: Row = {}
    place += 2  # the count is that of the relation
    for name in columns:
        if data[place] == 116:  # t: text
            begin = place + 5
            place = begin + _size(data, place + 1)[0]
            row[name] = data[begin:place].decode()
            continue
        if data[place] == 110:  # n: null; u: unchanged and large, not sent
            row[name] = None
        place += 1
    return row, place
