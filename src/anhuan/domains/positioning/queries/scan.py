"""Everyone's stored points of a period, ten minutes at a time: for films, heat, contacts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from anhuan.domains.positioning.queries.rows import fetch_binary
from anhuan.domains.positioning.queries.scope import Scope
from anhuan.domains.positioning.queries.tail import Tail, fetch_tail
from anhuan.domains.positioning.queries.tracks import SEALED_AFTER
from anhuan.domains.positioning.rules import tracks as rules
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track, decode_many

Box = tuple[int, int, int, int]  # west, south, east, north in centimetres

# Who held the tag then, in the asker's scope. A tag that changed hands within the ten minutes
# comes once for each holder; the caller's cut keeps them apart.
_SCAN = """
SELECT c.tag_id, c.payload, coalesce(a.person_id, a.vehicle_id), a.since, a.until
  FROM positioning_trackchunk c
  JOIN positioning_assignment a
    ON a.tag_id = c.tag_id AND a.since < c.bucket + interval '10 minutes'
   AND (a.until IS NULL OR a.until > c.bucket)
  LEFT JOIN org_person p ON p.id = a.person_id
  LEFT JOIN positioning_vehicle v ON v.id = a.vehicle_id
 WHERE c.company_id = %(company)s AND c.bucket = %(bucket)s
   AND (%(west)s::int IS NULL OR (c.max_x_cm >= %(west)s AND c.min_x_cm <= %(east)s
        AND c.max_y_cm >= %(south)s AND c.min_y_cm <= %(north)s))
   AND (%(departments)s::uuid[] IS NULL
        OR coalesce(p.department_id, v.department_id) = ANY(%(departments)s))
   AND (%(kinds)s::text[] IS NULL OR coalesce(p.kind, 'vehicle') = ANY(%(kinds)s))
"""

_HOLDERS = """
SELECT a.tag_id, coalesce(a.person_id, a.vehicle_id), a.since, a.until
  FROM positioning_assignment a
  LEFT JOIN org_person p ON p.id = a.person_id
  LEFT JOIN positioning_vehicle v ON v.id = a.vehicle_id
 WHERE a.tag_id = ANY(%(tags)s) AND a.since < %(to)s AND (a.until IS NULL OR a.until > %(from)s)
   AND (%(departments)s::uuid[] IS NULL
        OR coalesce(p.department_id, v.department_id) = ANY(%(departments)s))
   AND (%(kinds)s::text[] IS NULL OR coalesce(p.kind, 'vehicle') = ANY(%(kinds)s))
"""


@dataclass(frozen=True, slots=True)
class Walk:
    """A part of one subject's track, of one tag, within one ten minutes."""

    subject: UUID
    tag: UUID
    track: Track


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose points of which period: [start, end), kinds of person (None: all)."""

    scope: Scope
    start: datetime
    end: datetime
    kinds: tuple[str, ...] | None = None

    @property
    def buckets(self) -> list[int]:
        """Starts of the ten minutes the period touches, epoch ms."""
        last = clock.to_ms(min(self.end, clock.now())) - 1
        return list(range(rules.bucket_of(clock.to_ms(self.start)), last + 1, rules.BUCKET_MS))

    def params(self) -> dict[str, object]:
        """What both statements need."""
        departments = self.scope.departments
        return {
            "company": self.scope.company_id,
            "departments": None if departments is None else list(departments),
            "kinds": None if self.kinds is None else list(self.kinds),
        }


def walks(asked: Asked, bucket_ms: int, box: Box | None = None) -> list[Walk]:
    """Everybody's sealed points in one ten minutes, cut to the period and to who held the tag."""
    west, south, east, north = box or (None, None, None, None)
    params = asked.params() | {
        "bucket": clock.from_ms(bucket_ms), "west": west, "south": south, "east": east,
        "north": north,
    }  # fmt: skip
    rows = fetch_binary(_SCAN, params)
    points, edges = decode_many([payload for _, payload, *_ in rows])  # all at once: 4× cheaper
    cut = (
        Walk(subject, tag, _cut(asked, _part(points, first, last), since, until))
        for (tag, _, subject, since, until), (first, last) in zip(
            rows, pairwise(edges.tolist()), strict=True
        )
    )
    return [walk for walk in cut if len(walk.track.t_ms)]


def open_walks(asked: Asked) -> tuple[list[Walk], str]:
    """Points the engine has not sealed yet, and whether it answered ("" when nobody had to ask)."""
    if asked.end < clock.now() - SEALED_AFTER:
        return [], ""
    tail: Tail = fetch_tail(asked.scope.company.code, None)
    if not tail.tracks:
        return [], tail.state
    params = asked.params() | {"tags": list(tail.tracks), "from": asked.start, "to": asked.end}
    cut = (
        Walk(subject, tag, _cut(asked, tail.tracks[tag], since, until))
        for tag, subject, since, until in fetch_binary(_HOLDERS, params)
    )
    return [walk for walk in cut if len(walk.track.t_ms)], tail.state


def everyone(asked: Asked, stride: int = 1, box: Box | None = None) -> Iterator[Sequence[Walk]]:
    """Every `stride`-th ten minutes, sealed and open points together, none of them twice."""
    fresh, _ = open_walks(asked)
    newest: dict[UUID, int] = {}
    for bucket in asked.buckets[::stride]:
        sealed = walks(asked, bucket, box)
        for walk in sealed:
            newest[walk.tag] = max(newest.get(walk.tag, 0), int(walk.track.t_ms[-1]))
        yield sealed
    if stride == 1 and fresh:
        later = (
            Walk(w.subject, w.tag, rules.between(w.track, newest.get(w.tag, 0) + 1, 1 << 62))
            for w in fresh
        )
        yield [walk for walk in later if len(walk.track.t_ms)]


def _part(points: Track, first: int, last: int) -> Track:
    """Some rows of it; nothing is copied."""
    return Track(*(column[first:last] for column in points))


def _cut(asked: Asked, track: Track, since: datetime, until: datetime | None) -> Track:
    start = max(asked.start, since)
    end = asked.end if until is None else min(asked.end, until)
    return rules.between(track, clock.to_ms(start), clock.to_ms(end))
