"""Where somebody was, and where everybody was: sealed chunks, assignments and the open tail.

Tags change hands: a track follows the person or vehicle, not the tag.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from anhuan.domains.org.models import Account, Company
from anhuan.domains.positioning.queries.rows import fetch_binary
from anhuan.domains.positioning.queries.scope import Scope, scope_of
from anhuan.domains.positioning.queries.subjects import Subject, find_subject
from anhuan.domains.positioning.queries.tail import Tail, fetch_tail
from anhuan.domains.positioning.rules import tracks as rules
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track, decode_many

SEALED_AFTER = timedelta(minutes=25)  # older than this is sealed for certain
BUCKET = timedelta(milliseconds=rules.BUCKET_MS)

_TRACK = """
SELECT a.tag_id, a.since, a.until, c.payload
  FROM positioning_assignment a
  LEFT JOIN positioning_trackchunk c
    ON c.company_id = %(company)s AND c.tag_id = a.tag_id
   AND c.bucket > %(first)s AND c.bucket < %(to)s
   AND c.bucket > a.since - interval '10 minutes'
   AND (a.until IS NULL OR c.bucket < a.until)
 WHERE (a.person_id = %(subject)s OR a.vehicle_id = %(subject)s)
   AND a.since < %(to)s AND (a.until IS NULL OR a.until > %(from)s)
 ORDER BY a.since, c.bucket
"""

_HOLDERS = """
SELECT a.tag_id, coalesce(a.person_id, a.vehicle_id)
  FROM positioning_assignment a
  JOIN positioning_tag t ON t.id = a.tag_id
  LEFT JOIN org_person p ON p.id = a.person_id
  LEFT JOIN positioning_vehicle v ON v.id = a.vehicle_id
 WHERE t.company_id = %(company)s
   AND a.since <= %(at)s AND (a.until IS NULL OR a.until > %(at)s)
   AND (%(departments)s::uuid[] IS NULL
        OR coalesce(p.department_id, v.department_id) = ANY(%(departments)s))
"""

_BUCKET = """
SELECT tag_id, payload FROM positioning_trackchunk
 WHERE company_id = %(company)s AND bucket = %(bucket)s
   AND (%(tags)s::uuid[] IS NULL OR tag_id = ANY(%(tags)s))
"""
MANY_TAGS = 200  # from here on a bucket is read whole rather than tag by tag


@dataclass(frozen=True, slots=True)
class SubjectTrack:
    """A person's or vehicle's points, cut into unbroken pieces."""

    subject: Subject
    segments: list[Track]
    tail: str  # "": sealed data was enough; "ok": the live tail is in; "absent": engine silent


@dataclass(frozen=True, slots=True)
class Where:
    """Where one subject was: its newest point at or before the moment asked for."""

    subject: UUID
    tag: UUID
    t_ms: int
    x_m: float
    y_m: float
    floor: int
    r68_m: float


@dataclass(frozen=True, slots=True)
class Everyone:
    """Where everybody was at a moment."""

    at: datetime
    rows: list[Where]
    tail: str


@dataclass(slots=True)
class _Held:
    """One tag held from when until when (epoch ms), with its sealed chunks."""

    since_ms: int
    until_ms: int | None
    chunks: list[bytes] = field(default_factory=list)


def track(
    account: Account, subject_id: UUID, start: datetime, end: datetime, step_ms: int | None = None
) -> SubjectTrack:
    """The subject's track in [start, end), over every tag it held; Http404 outside the scope.

    `step_ms` thins to one point a step; None chooses a step by the span, 1 keeps every point.
    """
    subject = find_subject(account, subject_id)
    held = _held(subject.company_id, subject_id, start, end)
    tail = _tail(subject.company, end, held)
    span_ms = clock.to_ms(end) - clock.to_ms(start)
    step = step_ms if step_ms is not None else rules.step_for(span_ms)
    pieces = [
        rules.thinned(piece, step)
        for _, cut in _cut(held, tail, start, end)
        for piece in rules.segments(cut)
    ]
    return SubjectTrack(subject, pieces, tail.state)


def pieces_of(
    company: Company, subject_id: UUID, start: datetime, end: datetime
) -> Iterator[tuple[UUID, Track]]:
    """Each tag the subject held in [start, end) and its points then. Asks for no right."""
    held = _held(company.pk, subject_id, start, end)
    yield from _cut(held, _tail(company, end, held), start, end)


def _cut(
    held: Mapping[tuple[UUID, int], _Held], tail: Tail, start: datetime, end: datetime
) -> Iterator[tuple[UUID, Track]]:
    from_ms, to_ms = clock.to_ms(start), clock.to_ms(end)
    for (tag, _), one in held.items():
        whole = rules.unpacked(one.chunks)
        if tag in tail.tracks:
            whole = rules.with_tail(whole, tail.tracks[tag])
        until_ms = to_ms if one.until_ms is None else min(to_ms, one.until_ms)
        yield tag, rules.between(whole, max(from_ms, one.since_ms), until_ms)


def everyone_at(account: Account, at: datetime) -> Everyone:
    """Where everybody in the account's scope was at a moment (POS-049).

    The chunk that holds the moment; for those not yet seen in it, the one before.
    """
    scope = scope_of(account, "tracks.view")
    holders = _holders(scope, at)
    found: dict[UUID, Where] = {}
    bucket = clock.from_ms(rules.bucket_of(clock.to_ms(at)))
    for chunk in (bucket, bucket - BUCKET):
        if missing := holders.keys() - found.keys():
            found |= _in_chunk(scope, at, chunk, {tag: holders[tag] for tag in missing})
    tail = _tail_at(scope.company, at)
    _lay_over(found, tail, holders, at)
    return Everyone(at, sorted(found.values(), key=lambda w: w.subject.int), tail.state)


def _holders(scope: Scope, at: datetime) -> dict[UUID, UUID]:
    """Who in scope held which tag at a moment: subject by tag."""
    params = {"company": scope.company_id, "at": at, "departments": _departments(scope)}
    return dict(fetch_binary(_HOLDERS, params))


def _in_chunk(
    scope: Scope, at: datetime, bucket: datetime, holders: dict[UUID, UUID]
) -> dict[UUID, Where]:
    """Newest positions at or before `at` of these tags in one chunk, by tag."""
    tags = None if len(holders) > MANY_TAGS else list(holders)
    params = {"company": scope.company_id, "bucket": bucket, "tags": tags}
    rows = [row for row in fetch_binary(_BUCKET, params) if row[0] in holders]
    many = decode_many([payload for _, payload in rows])
    newest = rules.newest_in(many, clock.to_ms(at))
    seen = np.flatnonzero(newest >= 0)
    columns = (column[newest[seen]].tolist() for column in many.points)
    found = (rows[k][0] for k in seen.tolist())
    return {
        tag: Where(holders[tag], tag, t_ms, x_cm / 100, y_cm / 100, floor, r68_cm / 100)
        for tag, t_ms, x_cm, y_cm, floor, r68_cm in zip(found, *columns, strict=True)
    }


def _held(
    company_id: UUID, subject_id: UUID, start: datetime, end: datetime
) -> dict[tuple[UUID, int], _Held]:
    params = {
        "company": company_id, "subject": subject_id,
        "first": start - BUCKET, "from": start, "to": end,
    }  # fmt: skip
    held: dict[tuple[UUID, int], _Held] = {}
    for tag, since, until, payload in fetch_binary(_TRACK, params):
        since_ms = clock.to_ms(since)
        until_ms = clock.to_ms(until) if until else None
        one = held.setdefault((tag, since_ms), _Held(since_ms, until_ms))
        if payload is not None:
            one.chunks.append(payload)
    return held


def _tail(company: Company, end: datetime, held: Iterable[tuple[UUID, int]]) -> Tail:
    tags = [tag for tag, _ in held]
    if not tags or end < clock.now() - SEALED_AFTER:
        return Tail()
    return fetch_tail(company.code, tags)


def _tail_at(company: Company, at: datetime) -> Tail:
    if at < clock.now() - SEALED_AFTER:
        return Tail()
    return fetch_tail(company.code, None)


def last_in(tag: UUID, subject: UUID, points: Track, at_ms: int) -> Where | None:
    """The newest of the points at or before the moment."""
    i = rules.last_before(points, at_ms)
    if i is None:
        return None
    return Where(
        subject=subject,
        tag=tag,
        t_ms=int(points.t_ms[i]),
        x_m=int(points.x_cm[i]) / 100,
        y_m=int(points.y_cm[i]) / 100,
        floor=int(points.floor[i]),
        r68_m=int(points.r68_cm[i]) / 100,
    )


def _lay_over(
    found: dict[UUID, Where], tail: Tail, holders: dict[UUID, UUID], at: datetime
) -> None:
    """Newer points of the engine's open tail take the place of sealed ones."""
    at_ms = clock.to_ms(at)
    for tag in tail.tracks.keys() & holders.keys():
        where = last_in(tag, holders[tag], tail.tracks[tag], at_ms)
        if where and (tag not in found or where.t_ms > found[tag].t_ms):
            found[tag] = where


def _departments(scope: Scope) -> list[UUID] | None:
    return None if scope.departments is None else list(scope.departments)
