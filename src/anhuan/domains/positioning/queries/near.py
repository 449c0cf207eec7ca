"""Who was near a place: any circle, any period, no fence drawn beforehand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np

from anhuan.domains.org.models import Account, Company
from anhuan.domains.positioning.queries.rows import fetch_binary
from anhuan.domains.positioning.queries.scope import Scope, scope_of
from anhuan.domains.positioning.queries.tail import Tail, fetch_tail
from anhuan.domains.positioning.queries.tracks import BUCKET, SEALED_AFTER
from anhuan.domains.positioning.rules import tracks as rules
from anhuan.domains.positioning.rules.near import Circle, Stay, stays
from anhuan.kernel import clock
from anhuan.kernel.chunks import Tracks, decode_many

AT_ONCE = 500  # chunks unpacked together: 12 MB of points
THREADS = 2

_BOXED = """
SELECT tag_id, bucket, payload FROM positioning_trackchunk
 WHERE company_id = %(company)s AND bucket > %(first)s AND bucket < %(to)s
   AND min_x_cm <= %(east)s AND max_x_cm >= %(west)s
   AND min_y_cm <= %(north)s AND max_y_cm >= %(south)s
"""

_HOLDINGS = """
SELECT coalesce(a.person_id, a.vehicle_id), a.tag_id, a.since, a.until
  FROM positioning_assignment a
  JOIN positioning_tag t ON t.id = a.tag_id
  LEFT JOIN org_person p ON p.id = a.person_id
  LEFT JOIN positioning_vehicle v ON v.id = a.vehicle_id
 WHERE t.company_id = %(company)s
   AND a.since < %(to)s AND (a.until IS NULL OR a.until > %(from)s)
   AND (%(departments)s::uuid[] IS NULL
        OR coalesce(p.department_id, v.department_id) = ANY(%(departments)s))
"""


@dataclass(frozen=True, slots=True)
class Near:
    """One subject that was in the circle: first and last fix inside, for how long, how near."""

    subject: UUID
    first: datetime
    last: datetime
    seconds: float
    closest_m: float


@dataclass(slots=True)
class _Holding:
    """One tag held by one subject, and what is stored of it near the place."""

    subject: UUID
    tag: UUID
    span_ms: tuple[int, int]
    chunks: list[tuple[datetime, bytes]] = field(default_factory=list)

    def payloads(self) -> list[bytes]:
        return [payload for _, payload in sorted(self.chunks)]


def who_was_near(
    who: Account | Company,
    x_m: float,
    y_m: float,
    floor: int | None,
    radius_m: float,
    t1: datetime,
    t2: datetime,
) -> list[Near]:
    """Everybody with a fix within `radius_m` of a place in [t1, t2), by first fix inside.

    Exact to the stored fix, over chunk borders, changed tags and the engine's open tail. An
    account sees whom it may trace; a company (for the plant's own work) everybody. Seconds are
    those between fixes inside that follow each other within a minute.
    """
    scope = Scope(who) if isinstance(who, Company) else scope_of(who, "tracks.view")
    circle = Circle(round(100 * x_m), round(100 * y_m), round(100 * radius_m), floor)
    holdings = _holdings(scope, t1, t2)
    for tag, bucket, payload in fetch_binary(_BOXED, _box(scope, circle, t1, t2)):
        for one in holdings.get(tag, ()):
            one.chunks.append((bucket, payload))
    tail = Tail() if t2 < clock.now() - SEALED_AFTER else fetch_tail(scope.company.code, None)
    every = [one for held in holdings.values() for one in held]
    return _by_subject(_found(every, tail, circle))


def _box(scope: Scope, circle: Circle, t1: datetime, t2: datetime) -> dict[str, Any]:
    reach = circle.radius_cm
    return {
        "company": scope.company_id, "first": t1 - BUCKET, "to": t2,
        "west": circle.x_cm - reach, "east": circle.x_cm + reach,
        "south": circle.y_cm - reach, "north": circle.y_cm + reach,
    }  # fmt: skip


def _holdings(scope: Scope, t1: datetime, t2: datetime) -> dict[UUID, list[_Holding]]:
    """Who in scope held which tag in the period, by tag."""
    departments = None if scope.departments is None else list(scope.departments)
    params = {"company": scope.company_id, "from": t1, "to": t2, "departments": departments}
    found: dict[UUID, list[_Holding]] = defaultdict(list)
    for subject, tag, since, until in fetch_binary(_HOLDINGS, params):
        span = clock.to_ms(max(t1, since)), clock.to_ms(min(t2, until) if until else t2)
        found[tag].append(_Holding(subject, tag, span))
    return found


def _found(holdings: Iterable[_Holding], tail: Tail, circle: Circle) -> Iterator[tuple[UUID, Stay]]:
    sealed = []
    for one in holdings:
        if one.tag in tail.tracks:
            points = rules.with_tail(rules.unpacked(one.payloads()), tail.tracks[one.tag])
            edges = np.array([0, points.points])
            yield from _stays([one], Tracks(points, edges), circle)
        elif one.chunks:
            sealed.append(one)
    with ThreadPoolExecutor(THREADS) as pool:  # unpacking leaves Python's lock alone
        for found in pool.map(lambda batch: _sealed_stays(batch, circle), _batches(sealed)):
            yield from found


def _sealed_stays(holdings: Sequence[_Holding], circle: Circle) -> list[tuple[UUID, Stay]]:
    payloads = [one.payloads() for one in holdings]
    many = decode_many([blob for blobs in payloads for blob in blobs])
    groups = np.append(0, np.cumsum([len(blobs) for blobs in payloads]))
    return list(_stays(holdings, Tracks(many.points, many.edges[groups]), circle))


def _stays(
    holdings: Sequence[_Holding], grouped: Tracks, circle: Circle
) -> Iterator[tuple[UUID, Stay]]:
    spans = np.array([one.span_ms for one in holdings], np.int64)
    found = stays(grouped.points, grouped.edges, spans, circle)
    for one, stay in zip(holdings, found, strict=True):
        if stay:
            yield one.subject, stay


def _batches(holdings: Iterable[_Holding]) -> Iterator[list[_Holding]]:
    """Whole holdings, about `AT_ONCE` chunks together."""
    batch: list[_Holding] = []
    chunks = 0
    for one in holdings:
        batch.append(one)
        chunks += len(one.chunks)
        if chunks >= AT_ONCE:
            yield batch
            batch, chunks = [], 0
    if batch:
        yield batch


def _by_subject(found: Iterable[tuple[UUID, Stay]]) -> list[Near]:
    """Somebody who carried two tags one after the other is one row."""
    stayed: dict[UUID, list[Stay]] = defaultdict(list)
    for subject, stay in found:
        stayed[subject].append(stay)
    rows = [
        Near(
            subject,
            clock.from_ms(min(one.first_ms for one in own)),
            clock.from_ms(max(one.last_ms for one in own)),
            sum(one.spent_ms for one in own) / 1000,
            min(one.closest_cm for one in own) / 100,
        )
        for subject, own in stayed.items()
    ]
    return sorted(rows, key=lambda row: (row.first, row.subject.int))
