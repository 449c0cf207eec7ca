"""In, out and dwell for a shape drawn after the fact (POS-044, POS-052)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shapely.geometry import shape as shapely_shape

from anhuan.domains.org.models import Account
from anhuan.domains.positioning.queries import scan
from anhuan.domains.positioning.queries.layers import outline
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.domains.positioning.queries.subjects import Subject, named_subjects
from anhuan.domains.positioning.rules import crossings as rules
from anhuan.domains.positioning.rules.tracks import joined
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody who was inside: how often in and out, how long, first and last seen there."""

    subject: Subject
    entries: int
    exits: int
    seconds: float
    first: datetime
    last: datetime
    is_inside: bool  # at the end of the period


def passed_through(
    account: Account,
    geometry: dict[str, Any],
    radius_m: float | None,
    start: datetime,
    end: datetime,
    floors: frozenset[int] = frozenset(),
) -> list[Passed]:
    """Everybody who was inside the shape in [start, end), longest first; plant metres.

    Only ten minutes whose box touches the shape are unpacked; those around them are not needed,
    because who left the box left the shape.
    """
    polygon = shapely_shape(outline(geometry, radius_m))
    scope = scope_of(account, "tracks.view")
    west, south, east, north = (round(100 * v) for v in polygon.bounds)
    parts: dict[UUID, list[Track]] = {}
    for walks in scan.everyone(scan.Asked(scope, start, end), 1, (west, south, east, north)):
        for walk in walks:
            parts.setdefault(walk.subject, []).append(walk.track)
    found = {who: rules.passage(joined(tracks), polygon, floors) for who, tracks in parts.items()}
    subjects = named_subjects(scope, [who for who, passage in found.items() if passage])
    rows = [_row(subjects[who], p) for who, p in found.items() if p and who in subjects]
    return sorted(rows, key=lambda row: -row.seconds)


def _row(subject: Subject, p: rules.Passage) -> Passed:
    first, last = clock.from_ms(p.first_ms), clock.from_ms(p.last_ms)
    return Passed(subject, p.entries, p.exits, p.seconds, first, last, p.is_inside)
