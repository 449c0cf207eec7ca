"""Where each value of a row image begins and ends, and the texts of those that make up a key.

Only key columns are read, everything else is stepped over: which rows have changed is all the log
is asked for. What they hold now is read from the table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from anhuan.exchange.core.binlog.events import Rows, TableMap, Unreadable

FIXED = {1: 1, 2: 2, 3: 4, 4: 4, 5: 8, 6: 0, 7: 4, 8: 8, 9: 3, 10: 3, 11: 3, 12: 8, 13: 1, 14: 3}
TEMPORAL = {17: 4, 18: 5, 19: 3}  # and a byte for each two digits of a fraction
BLOBS = (140, 242, 245, 249, 250, 251, 252, 255)
INTEGERS = {1: 1, 2: 2, 3: 4, 8: 8, 9: 3}
DIGIT_BYTES = (0, 1, 1, 2, 2, 3, 3, 4, 4, 4)
STRING, ENUM, SET, DECIMAL, BIT = 254, 247, 248, 246, 16


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """A column of the key: its place in the table, and how its bytes are to be read."""

    place: int
    is_integer: bool = False
    is_unsigned: bool = False
    charset: str = "utf-8"  # Python's name; empty: bytes


Key = tuple[str, ...]


def keys_of(rows: Rows, table: TableMap, key: tuple[KeyColumn, ...]) -> Iterator[tuple[Key, ...]]:
    """For each row the key of its image, or of before and after. Raises `Unreadable`."""
    place, data = 0, rows.data
    shapes = [_shape(table, present, key) for present in rows.present]
    while place < len(data):
        images = []
        for shape in shapes:
            found, place = _image(data, place, shape, key)
            images.append(found)
        if len(images) == 2 and None in images[1]:  # a short image leaves out what has not changed
            images[1] = [b if a is None else a for a, b in zip(images[1], images[0], strict=True)]
        yield tuple(tuple(map(str, image)) for image in images)


# a column that stands in an image: bytes of its length before it, its fixed length, which of the
# key it is (-1: none), its type and what the table map says of it
Standing = tuple[int, int, int, int, bytes]


def _shape(table: TableMap, present: bytes, key: tuple[KeyColumn, ...]) -> list[Standing]:
    """The columns of an image, worked out once for all its rows."""
    wanted = {column.place: number for number, column in enumerate(key)}
    return [
        (*_sizes(kind, meta), wanted.get(column, -1), kind, meta)
        for column, (kind, meta) in enumerate(zip(table.types, table.metas, strict=True))
        if present[column // 8] >> column % 8 & 1
    ]


def _image(
    data: bytes, place: int, shape: list[Standing], key: tuple[KeyColumn, ...]
) -> tuple[list[str | None], int]:
    """The key of one image, None for a column that does not stand in it; and where it ends."""
    begin = place + (len(shape) + 7) // 8
    nulls = int.from_bytes(data[place:begin], "little")
    found: list[str | None] = [None] * len(key)
    for prefix, size, number, kind, meta in shape:
        is_null, nulls = nulls & 1, nulls >> 1
        if is_null:
            continue
        if prefix:
            size = int.from_bytes(data[begin : begin + prefix], "little")
            begin += prefix
        if number >= 0:
            found[number] = text_of(data[begin : begin + size], kind, meta, key[number])
        begin += size
    return found, begin


def _sizes(kind: int, meta: bytes) -> tuple[int, int]:
    """Bytes of the length before a value, or (0, its fixed length)."""
    if kind in FIXED:
        return 0, FIXED[kind]
    if kind in TEMPORAL:
        return 0, TEMPORAL[kind] + (meta[0] + 1) // 2
    if kind in BLOBS:
        return meta[0], 0
    if kind in (15, 141, 253):
        return (1 if int.from_bytes(meta, "little") <= 255 else 2), 0
    if kind == DECIMAL:
        whole, fraction = meta[0] - meta[1], meta[1]
        return 0, sum(n // 9 * 4 + DIGIT_BYTES[n % 9] for n in (whole, fraction))
    if kind == BIT:
        return 0, (meta[0] + meta[1] * 8 + 7) // 8
    if kind == STRING:
        return _string_sizes(meta)
    raise Unreadable(f"日志中有不认识的列类型 {kind}")


def _string_sizes(meta: bytes) -> tuple[int, int]:
    """CHAR, and what hides behind its number: ENUM and SET. Long CHARs borrow two bits."""
    if meta[0] in (ENUM, SET):
        return 0, meta[1]
    longest = meta[1] | ((meta[0] & 0x30) ^ 0x30) << 4
    return (1 if longest <= 255 else 2), 0


def text_of(value: bytes, kind: int, meta: bytes, column: KeyColumn) -> str:
    """A key's value as the server prints it. Raises `Unreadable` for what makes no good key."""
    if (kind in INTEGERS) != column.is_integer:
        raise Unreadable("表的列在日志的这一段与现在不同")
    if kind in INTEGERS:
        return str(int.from_bytes(value, "little", signed=not column.is_unsigned))
    if kind in (15, 253) or (kind == STRING and meta[0] not in (ENUM, SET)):
        return value.decode(column.charset) if column.charset else "\\x" + value.hex()
    if read := READERS.get(kind):
        return read(value, meta)
    raise Unreadable(f"主键列的类型（{kind}）无法从日志读出，请改用 capture: compare")


def _date(value: bytes, meta: bytes) -> str:
    number = int.from_bytes(value, "little")
    return f"{number >> 9:04}-{number >> 5 & 15:02}-{number & 31:02}"


def _datetime(value: bytes, meta: bytes) -> str:
    """Big-endian, the sign bit set: year * 13 + month, day, hour, minute, second, fraction."""
    number = int.from_bytes(value[:5], "big") - 0x8000000000
    year, month = divmod(number >> 22, 13)
    hour, minute, second = number >> 12 & 31, number >> 6 & 63, number & 63
    day = f"{year:04}-{month:02}-{number >> 17 & 31:02}"
    return f"{day} {hour:02}:{minute:02}:{second:02}{_fraction(value[5:], meta)}"


def _fraction(value: bytes, meta: bytes) -> str:
    digits = meta[0]
    if not digits:
        return ""
    number = int.from_bytes(value, "big")
    return "." + f"{number:0{2 * len(value)}}"[:digits]


def _decimal(value: bytes, meta: bytes) -> str:
    """Groups of nine digits in four bytes, big-endian; a negative number has all bits turned."""
    precision, scale = meta
    is_negative = not value[0] & 0x80
    data = bytes(byte ^ 0xFF for byte in value) if is_negative else value
    data = bytes([data[0] ^ 0x80]) + data[1:]
    whole, fraction = precision - scale, scale
    widths = [w for w in (whole % 9, *[9] * (whole // 9)) if w]
    head, place = "", 0
    for width in widths:
        head, place = _digits(head, data, place, width)
    tail = ""
    for width in [w for w in (*[9] * (fraction // 9), fraction % 9) if w]:
        tail, place = _digits(tail, data, place, width)
    text = (head.lstrip("0") or "0") + (f".{tail}" if tail else "")
    return f"-{text}" if is_negative else text


def _digits(before: str, data: bytes, place: int, width: int) -> tuple[str, int]:
    end = place + DIGIT_BYTES[width]
    return before + f"{int.from_bytes(data[place:end], 'big'):0{width}}", end


READERS: dict[int, Callable[[bytes, bytes], str]] = {
    DECIMAL: _decimal,
    10: _date,
    18: _datetime,
    13: lambda value, meta: str(1900 + value[0]),
}
