"""Stored tracks as a Parquet file (Apache Arrow): a row a point, sorted by ten minutes and tag.

Columns: t (UTC, ms), tag and holder (number, name, id), x_m and y_m in the plant's metres, floor,
r68_m. Only points of tags somebody held, of people and vehicles in the asker's scope.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np

from anhuan.domains.org.models import Account, Company
from anhuan.domains.positioning.queries.rows import fetch_binary
from anhuan.domains.positioning.queries.scope import Scope, scope_of
from anhuan.domains.positioning.queries.tracks import BUCKET
from anhuan.domains.positioning.rules import tracks as rules
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track, decode_many

if TYPE_CHECKING:
    import pyarrow

_CHUNKS = """
SELECT tag_id, payload FROM positioning_trackchunk
 WHERE company_id = %(company)s AND bucket = %(bucket)s ORDER BY tag_id
"""
_HOLDERS = """
SELECT a.tag_id, t.number, coalesce(a.person_id, a.vehicle_id), a.since, a.until,
       coalesce(p.number, v.plate), coalesce(p.name, v.name), coalesce(p.kind, 'vehicle')
  FROM positioning_assignment a
  JOIN positioning_tag t ON t.id = a.tag_id
  LEFT JOIN org_person p ON p.id = a.person_id
  LEFT JOIN positioning_vehicle v ON v.id = a.vehicle_id
 WHERE t.company_id = %(company)s AND a.since < %(to)s
   AND (a.until IS NULL OR a.until > %(from)s)
   AND (%(departments)s::uuid[] IS NULL
        OR coalesce(p.department_id, v.department_id) = ANY(%(departments)s))
 ORDER BY a.since
"""
WORDS = ("tag", "number", "name", "kind", "subject")


@dataclass(frozen=True, slots=True)
class Held:
    """Who held a tag from when until when, in words."""

    since_ms: int
    until_ms: int
    words: tuple[str, ...]  # as `WORDS`


def export_tracks(who: Account | Company, start: datetime, end: datetime, path: Path) -> int:
    """Write the points of [start, end) to `path`; answers how many.

    One ten minutes at a time, so that a year takes no more memory than an hour.
    """
    import pyarrow as pa
    from pyarrow import parquet

    scope = Scope(who) if isinstance(who, Company) else scope_of(who, "tracks.view")
    holders = _holders(scope, start, end)
    schema, written = _schema(scope.company, start, end), 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as file:
        for bucket in _buckets(start, end):
            parts = list(_parts(scope, bucket, holders, (clock.to_ms(start), clock.to_ms(end))))
            if parts:
                table = pa.Table.from_pydict(_columns(parts), schema=schema)
                file.write_table(table)
                written += table.num_rows
    return written


def _schema(company: Company, start: datetime, end: datetime) -> "pyarrow.Schema":
    import pyarrow as pa

    word, metres = pa.dictionary(pa.int32(), pa.string()), pa.float32()
    return pa.schema(
        [
            ("t", pa.timestamp("ms", tz="UTC")), *((name, word) for name in WORDS),
            ("x_m", metres), ("y_m", metres), ("floor", pa.int16()), ("r68_m", metres),
        ],
        metadata={
            "company": company.name, "code": company.code, "from": start.isoformat(),
            "to": end.isoformat(), "made_by": "Anhuan", "made_at": clock.now().isoformat(),
        },
    )  # fmt: skip


def _buckets(start: datetime, end: datetime) -> Iterator[datetime]:
    bucket = clock.from_ms(rules.bucket_of(clock.to_ms(start)))
    while bucket < end:
        yield bucket
        bucket += BUCKET


def _holders(scope: Scope, start: datetime, end: datetime) -> dict[UUID, list[Held]]:
    departments = None if scope.departments is None else list(scope.departments)
    params = {
        "company": scope.company_id, "from": start, "to": end, "departments": departments,
    }  # fmt: skip
    found: dict[UUID, list[Held]] = defaultdict(list)
    for tag, tag_number, subject, since, until, number, name, kind in fetch_binary(
        _HOLDERS, params
    ):
        until_ms = clock.to_ms(until) if until else 1 << 62
        words = (tag_number, number, name, kind, str(subject))
        found[tag].append(Held(clock.to_ms(since), until_ms, words))
    return found


def _parts(
    scope: Scope, bucket: datetime, holders: dict[UUID, list[Held]], span_ms: tuple[int, int]
) -> Iterator[tuple[Held, Track]]:
    rows = [
        row
        for row in fetch_binary(_CHUNKS, {"company": scope.company_id, "bucket": bucket})
        if row[0] in holders
    ]
    points, edges = decode_many([payload for _, payload in rows])
    for k, (tag, _) in enumerate(rows):
        own = rules.part(points, int(edges[k]), int(edges[k + 1]))
        for held in holders[tag]:
            first, last = max(held.since_ms, span_ms[0]), min(held.until_ms, span_ms[1])
            cut = rules.between(own, first, last)
            if cut.points:
                yield held, cut


def _columns(parts: Iterable[tuple[Held, Track]]) -> dict[str, Any]:
    import pyarrow as pa

    every = list(parts)
    holder = np.repeat(np.arange(len(every), dtype=np.int32), [cut.points for _, cut in every])
    t, x, y, floor, r68 = (
        np.concatenate(column) for column in zip(*(cut for _, cut in every), strict=True)
    )
    words = {
        name: pa.DictionaryArray.from_arrays(
            *_indexed([held.words[k] for held, _ in every], holder)
        )
        for k, name in enumerate(WORDS)
    }
    return {
        "t": t.astype("datetime64[ms]"), **words,
        "x_m": (x / 100).astype(np.float32), "y_m": (y / 100).astype(np.float32),
        "floor": floor.astype(np.int16), "r68_m": (r68 / 100).astype(np.float32),
    }  # fmt: skip


def _indexed(words: list[str], holder: np.ndarray[Any, Any]) -> tuple[Any, list[str]]:
    """A word for each point, as its place among the different words."""
    different = sorted(set(words))
    place = {word: k for k, word in enumerate(different)}
    return np.array([place[word] for word in words], np.int32)[holder], different
