"""Sealing: the open tail's buckets become rows of `positioning_trackchunk`."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from anhuan.domains.positioning import actions
from anhuan.domains.positioning.queries.sealing import sealed_leaves
from anhuan.domains.positioning.rules.sealing import Leaves, leaf_of
from anhuan.engine.adapters.tail import Blocks, Chunk, chunk_of, chunks_of
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track, decode, merge

log = logging.getLogger("engine")

_COPY = """
COPY positioning_trackchunk
  (company_id, tag_id, bucket, count, min_x_cm, min_y_cm, max_x_cm, max_y_cm, payload)
FROM STDIN (FORMAT BINARY)
"""
_TYPES = ["uuid", "uuid", "timestamptz", "int4", "int4", "int4", "int4", "int4", "bytea"]
_THERE = """
SELECT tag_id, count, min_x_cm, min_y_cm, max_x_cm, max_y_cm, payload FROM positioning_trackchunk
 WHERE company_id = %s AND bucket = %s AND tag_id = ANY(%s) FOR UPDATE
"""
_ANY = "SELECT EXISTS (SELECT FROM positioning_trackchunk WHERE company_id = %s AND bucket = %s)"
_UPDATE = """
UPDATE positioning_trackchunk
   SET count = %s, min_x_cm = %s, min_y_cm = %s, max_x_cm = %s, max_y_cm = %s, payload = %s
 WHERE company_id = %s AND bucket = %s AND tag_id = %s
"""


def seal(company: UUID, sealed: Blocks, tags: Sequence[UUID]) -> int:
    """Write these buckets inside the caller's transaction; answers how many rows.

    Late data of a bucket that is sealed already is merged into its row, so nothing is doubled
    when the same stretch is written again. What was written goes into the audit chain as a digest.
    """
    rows = 0
    for bucket, blocks in sealed.items():
        chunks = {chunk.tag: chunk for chunk in chunks_of(bucket, blocks, tags)}
        rows += len(chunks)
        at = clock.from_ms(bucket)
        with connection.cursor() as cursor:
            cursor.execute("SELECT ensure_track_partition(%s)", [at])
            known = _known(cursor, company, at)
            late = _merge_late(cursor, company, at, chunks, known)
            fresh = [chunk for tag, chunk in chunks.items() if tag not in late]
            _copy(cursor, company, at, fresh)
        written = [*fresh, *(chunk for chunk in late.values() if chunk)]
        leaves = {chunk.tag: _leaf(chunk) for chunk in written}
        if leaves:
            note = "补传数据" if known else ""
            actions.record_seal(company, at, leaves, sum(chunk.points for chunk in written), note)
    return rows


def _known(cursor: Any, company: UUID, at: datetime) -> Leaves:
    """What is sealed of this bucket; what an older release stored is sealed before it changes."""
    leaves = sealed_leaves(company, at)
    if not leaves:
        cursor.execute(_ANY, [company, at])
        if cursor.fetchone()[0]:
            actions.seal_bucket(company, at)
            leaves = sealed_leaves(company, at)
    return leaves


def _merge_late(
    cursor: Any, company: UUID, at: datetime, chunks: dict[UUID, Chunk], known: Leaves
) -> dict[UUID, Chunk | None]:
    """Update the rows that are there already; None for one that keeps the seal it has.

    Either the data was no news, or somebody has altered the row meanwhile: then the next check
    must still name it.
    """
    if not known:
        return {}
    cursor.execute(_THERE, [company, at, list(chunks)])
    late: dict[UUID, Chunk | None] = {}
    for tag, count, *box, payload in cursor.fetchall():
        stored = Chunk(tag, clock.to_ms(at), count, box[0], box[1], box[2], box[3], bytes(payload))
        late[tag] = None
        whole = chunk_of(tag, stored.bucket_ms, _merged(stored, chunks[tag]))
        if whole != stored:
            _update(cursor, company, at, whole)
            late[tag] = whole if _is_untouched(stored, known) else None
    return late


def _is_untouched(stored: Chunk, known: Leaves) -> bool:
    if _leaf(stored) == known.get(stored.tag):
        return True
    at = clock.from_ms(stored.bucket_ms)
    log.error("the track of tag %s at %s is not what was sealed", stored.tag, at)
    return False


def _merged(stored: Chunk, late: Chunk) -> Track:
    return merge([decode(stored.payload), decode(late.payload)])


def _leaf(chunk: Chunk) -> bytes:
    return leaf_of(chunk.tag, chunk.bucket_ms, chunk.points, chunk[3:7], chunk.payload)


def _update(cursor: Any, company: UUID, at: datetime, chunk: Chunk) -> None:
    cursor.execute("SELECT set_config('anhuan.late_tracks', 'on', true)")
    cursor.execute(_UPDATE, [*chunk[2:], company, at, chunk.tag])
    cursor.execute("SELECT set_config('anhuan.late_tracks', '', true)")


def _copy(cursor: Any, company: UUID, at: datetime, chunks: Iterable[Chunk]) -> None:
    with cursor.copy(_COPY) as copy:
        copy.set_types(_TYPES)
        for chunk in chunks:
            copy.write_row((company, chunk.tag, at, *chunk[2:]))
