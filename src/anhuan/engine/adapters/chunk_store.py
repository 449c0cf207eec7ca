"""Sealing: the open tail's buckets become rows of `positioning_trackchunk`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from anhuan.engine.adapters.tail import Blocks, Chunk, chunk_of, chunks_of
from anhuan.kernel import clock
from anhuan.kernel.chunks import decode, merge

_COPY = """
COPY positioning_trackchunk
  (company_id, tag_id, bucket, count, min_x_cm, min_y_cm, max_x_cm, max_y_cm, payload)
FROM STDIN (FORMAT BINARY)
"""
_TYPES = ["uuid", "uuid", "timestamptz", "int4", "int4", "int4", "int4", "int4", "bytea"]
_THERE = """
SELECT tag_id, payload FROM positioning_trackchunk
 WHERE company_id = %s AND bucket = %s AND tag_id = ANY(%s) FOR UPDATE
"""
_UPDATE = """
UPDATE positioning_trackchunk
   SET count = %s, min_x_cm = %s, min_y_cm = %s, max_x_cm = %s, max_y_cm = %s, payload = %s
 WHERE company_id = %s AND bucket = %s AND tag_id = %s
"""


def seal(company: UUID, sealed: Blocks, tags: Sequence[UUID]) -> int:
    """Write these buckets inside the caller's transaction; answers how many rows.

    Late data of a bucket that is sealed already is merged into its row, so nothing is doubled
    when the same stretch is written again.
    """
    rows = 0
    for bucket, blocks in sealed.items():
        chunks = {chunk.tag: chunk for chunk in chunks_of(bucket, blocks, tags)}
        rows += len(chunks)
        at = clock.from_ms(bucket)
        with connection.cursor() as cursor:
            cursor.execute("SELECT ensure_track_partition(%s)", [at])
            cursor.execute(_THERE, [company, at, list(chunks)])
            there = cursor.fetchall()
            for tag, payload in there:
                late = chunks.pop(tag)
                whole = merge([decode(bytes(payload)), decode(late.payload)])
                _update(cursor, company, at, chunk_of(tag, bucket, whole))
            _copy(cursor, company, at, chunks.values())
    return rows


def _update(cursor: Any, company: UUID, at: datetime, chunk: Chunk) -> None:
    cursor.execute(_UPDATE, [*chunk[2:], company, at, chunk.tag])


def _copy(cursor: Any, company: UUID, at: datetime, chunks: Iterable[Chunk]) -> None:
    with cursor.copy(_COPY) as copy:
        copy.set_types(_TYPES)
        for chunk in chunks:
            copy.write_row((company, chunk.tag, at, *chunk[2:]))
