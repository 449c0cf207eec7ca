"""Events of the binary log, as far as they tell which rows have changed.

A packet is a header of 19 bytes, a body and, where the file's first event says so, a checksum. Row
events name their table by a number that a table map before them has explained. All integers are
little-endian.
"""

import struct
import zlib
from dataclasses import dataclass

_HEADER = struct.Struct("<IBIIIH")  # timestamp, type, server, size, end position, flags
_QUERY = struct.Struct("<IIBHH")
_U16 = struct.Struct("<H")
_U64 = struct.Struct("<Q")

CHECKSUM = 4  # bytes; TCP has checked them already
# type -> (operation, has the extra data of version 2, rows are compressed)
ROWS = {
    23: ("I", False, False), 24: ("U", False, False), 25: ("D", False, False),
    30: ("I", True, False), 31: ("U", True, False), 32: ("D", True, False),
    166: ("I", False, True), 167: ("U", False, True), 168: ("D", False, True),
}  # fmt: skip
UNREADABLE = {
    39: "部分 JSON 更新（请关闭 binlog_row_value_options）",
    40: "压缩的事务（请关闭 binlog_transaction_compression）",
    169: "加密的日志",
}


class Unreadable(ValueError):
    """The server writes what we cannot read; the sentence says which setting to change."""


@dataclass(frozen=True, slots=True)
class Rotate:
    """The log goes on in another file."""

    file: str
    position: int


@dataclass(frozen=True, slots=True)
class TableMap:
    """A table number explained. `types` and `metas` by column, in the table's order."""

    number: int
    schema: str
    table: str
    types: bytes
    metas: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Changed rows of a table. `present`: bitmaps of the columns that stand in each image."""

    number: int
    op: str  # I, U, D
    columns: int
    present: tuple[bytes, ...]  # one image, or before and after
    data: bytes


@dataclass(frozen=True, slots=True)
class Query:
    """A statement: BEGIN, COMMIT, or one that changes tables themselves."""

    schema: str
    text: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A transaction is complete."""


@dataclass(frozen=True, slots=True)
class Format:
    """How the events of this file are written."""

    has_checksums: bool


Event = Rotate | TableMap | Rows | Query | Commit | Format


ECHO = 0x414E4855  # the server our two-way sinks say they are; its rows are not told again


def server_of(packet: bytes) -> int:
    """Who wrote it."""
    number: int = _HEADER.unpack_from(packet)[2]
    return number


def decode(packet: bytes, *, has_checksum: bool = False) -> tuple[Event | None, int]:
    """What an event says, or None where it is no business of ours; and where it ends in its file.

    Raises `Unreadable`.
    """
    _, kind, _, _, end, _ = _HEADER.unpack_from(packet)
    if kind == 15:  # the last byte before its own checksum tells of the others'
        return Format(packet[-CHECKSUM - 1] == 1), end
    body = packet[_HEADER.size : -CHECKSUM if has_checksum else None]
    if kind in UNREADABLE:
        raise Unreadable(f"日志中有无法读取的内容：{UNREADABLE[kind]}")
    if kind in ROWS:
        return _rows(kind, body), end
    if kind == 19:
        return _table_map(body), end
    if kind == 4:
        return Rotate(body[8:].decode(), _U64.unpack_from(body)[0]), 0
    if kind in (2, 165):
        return _query(body, is_compressed=kind == 165), end
    return (Commit() if kind == 16 else None), end


def _query(body: bytes, *, is_compressed: bool) -> Query:
    _, _, schema_size, _, status_size = _QUERY.unpack_from(body)
    begin = _QUERY.size + status_size
    schema = body[begin : begin + schema_size].decode(errors="replace")
    text = body[begin + schema_size + 1 :]
    text = inflated(text) if is_compressed else text
    return Query(schema, text.decode(errors="replace"))


def inflated(data: bytes) -> bytes:
    """MariaDB's compressed pieces: a byte that tells how long the length is, the length, zlib."""
    return zlib.decompress(data[1 + (data[0] & 7) :])


def _table_map(body: bytes) -> TableMap:
    number = int.from_bytes(body[:6], "little")
    schema, place = _named(body, 8)
    table, place = _named(body, place)
    count, place = packed_int(body, place)
    types = body[place : place + count]
    _, place = packed_int(body, place + count)
    metas = []
    for kind in types:
        size = META_SIZES.get(kind, 0)
        metas.append(body[place : place + size])
        place += size
    return TableMap(number, schema, table, types, tuple(metas))


META_SIZES = {
    4: 1, 5: 1, 15: 2, 16: 2, 17: 1, 18: 1, 19: 1, 140: 1, 141: 2, 242: 1, 245: 1, 246: 2, 247: 2,
    248: 2, 249: 1, 250: 1, 251: 1, 252: 1, 253: 2, 254: 2, 255: 1,
}  # fmt: skip


def _named(body: bytes, place: int) -> tuple[str, int]:
    """A name with its length before and a zero behind."""
    end = place + 1 + body[place]
    return body[place + 1 : end].decode(), end + 1


def packed_int(body: bytes, place: int) -> tuple[int, int]:
    """A length-encoded integer, and where it ends."""
    first = body[place]
    if first < 251:
        return first, place + 1
    size = {252: 2, 253: 3, 254: 8}[first]
    return int.from_bytes(body[place + 1 : place + 1 + size], "little"), place + 1 + size


def _rows(kind: int, body: bytes) -> Rows:
    op, has_extra, is_compressed = ROWS[kind]
    number = int.from_bytes(body[:6], "little")
    place = 8 + (_U16.unpack_from(body, 8)[0] if has_extra else 0)
    columns, place = packed_int(body, place)
    size = (columns + 7) // 8
    images = 2 if op == "U" else 1
    present = tuple(body[place + k * size : place + (k + 1) * size] for k in range(images))
    data = body[place + images * size :]
    return Rows(number, op, columns, present, inflated(data) if is_compressed else data)
