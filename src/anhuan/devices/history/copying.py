"""Rows into PostgreSQL by binary COPY: the format is a count of fields, then length and value."""

from collections.abc import Iterable
from struct import Struct
from uuid import UUID

from django.db import connection

EPOCH_2000_US = 946_684_800_000_000
_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_CHUNK = Struct(">hi16si16siqiiiiiiiiiii")
_VISIT = Struct(">hi16si16si16si16siqiq")
BATCH_BYTES = 1 << 20


def chunk_row(
    company: UUID, tag: UUID, bucket_ms: int, count: int, box_cm: tuple[int, ...], payload: bytes
) -> bytes:
    """One row of positioning_trackchunk."""
    x1, y1, x2, y2 = box_cm
    when = bucket_ms * 1000 - EPOCH_2000_US
    return (
        _CHUNK.pack(9, 16, company.bytes, 16, tag.bytes, 8, when, 4, count, 4, x1, 4, y1, 4, x2, 4,
                    y2, len(payload))
        + payload
    )  # fmt: skip


def visit_row(
    visit: bytes, company: UUID, tag: UUID, area: UUID, enter_s: float, leave_s: float
) -> bytes:
    """One row of positioning_zonevisit."""
    enter, leave = (round(t * 1e6) - EPOCH_2000_US for t in (enter_s, leave_s))
    return _VISIT.pack(6, 16, visit, 16, company.bytes, 16, tag.bytes, 16, area.bytes,
                       8, enter, 8, leave)  # fmt: skip


def copy_in(table: str, columns: str, rows: Iterable[bytes]) -> int:
    """Write the rows; returns how many."""
    connection.ensure_connection()
    count, waiting, size = 0, [_SIGNATURE], 0
    statement = f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)"
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            count += 1
            size += len(row)
            waiting.append(row)
            if size > BATCH_BYTES:
                copy.write(b"".join(waiting))
                waiting, size = [], 0
        copy.write(b"".join([*waiting, _END]))
    return count
