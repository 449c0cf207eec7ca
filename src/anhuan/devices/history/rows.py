"""Rows of PostgreSQL's binary COPY: a count of fields, then length and value of each."""

from struct import Struct
from uuid import UUID

EPOCH_2000_US = 946_684_800_000_000
SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
_CHUNK = Struct(">hi16si16siqiiiiiiiiiii")
_VISIT = Struct(">hi16si16si16si16siqiq")


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
