"""Who came near a person: the list one needs after an incident (POS-050)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.domains.org.models import Account
from anhuan.domains.positioning.queries import scan
from anhuan.domains.positioning.queries.scope import Scope, scope_of
from anhuan.domains.positioning.queries.subjects import Subject, named_subjects
from anhuan.domains.positioning.queries.tracks import track
from anhuan.domains.positioning.rules import contacts as rules
from anhuan.domains.positioning.rules import tracks as arithmetic
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody who was near: from when to when, how long in all and at a stretch, how close."""

    subject: Subject
    first: datetime
    last: datetime
    seconds: int
    longest_s: int
    closest_m: float


def contacts(
    account: Account,
    subject_id: UUID,
    start: datetime,
    end: datetime,
    radius_m: float,
    least_s: int,
) -> tuple[Subject, list[Met]]:
    """The subject; and everybody within `radius_m` on its floor for `least_s` or more in all.

    Http404 when the asker may not look at the subject; the others are those in scope.
    """
    whole = track(account, subject_id, start, end, 1)
    own = arithmetic.joined(whole.segments)
    scope = scope_of(account, "tracks.view")
    found: dict[UUID, rules.Contact] = defaultdict(rules.Contact)
    asked = scan.Asked(scope, start, end)
    for bucket in asked.buckets:
        part = arithmetic.between(own, bucket, bucket + arithmetic.BUCKET_MS)
        if len(part.t_ms):
            _add(found, part, scan.walks(asked, bucket, _around(part, radius_m)), radius_m)
    _add_open(found, asked, own, radius_m)
    found.pop(subject_id, None)
    enough = {who: c for who, c in found.items() if c.seconds >= least_s}
    return whole.subject, _named(scope, enough)


def _around(part: Track, radius_m: float) -> scan.Box:
    reach = round(100 * radius_m)
    return (
        int(part.x_cm.min()) - reach, int(part.y_cm.min()) - reach,
        int(part.x_cm.max()) + reach, int(part.y_cm.max()) + reach,
    )  # fmt: skip


def _add(
    found: dict[UUID, rules.Contact], own: Track, others: list[scan.Walk], radius_m: float
) -> None:
    moments = rules.clock_of(int(own.t_ms[0]), int(own.t_ms[-1]) + 1)
    for walk in others:
        near, apart_m = rules.meet(own, walk.track, moments, radius_m)
        if len(near):
            found[walk.subject].add(near, apart_m)


def _add_open(
    found: dict[UUID, rules.Contact], asked: scan.Asked, own: Track, radius_m: float
) -> None:
    """What the engine has not sealed: only moments after the last sealed ones."""
    fresh, _ = scan.open_walks(asked)
    for walk in fresh:
        known = found[walk.subject].last_ms if walk.subject in found else 0
        later = arithmetic.between(walk.track, known + 1, 1 << 62)
        if len(later.t_ms):
            beside = arithmetic.between(own, int(later.t_ms[0]), int(later.t_ms[-1]) + 1)
            if len(beside.t_ms):
                _add(found, beside, [scan.Walk(walk.subject, walk.tag, later)], radius_m)


def _named(scope: Scope, found: dict[UUID, rules.Contact]) -> list[Met]:
    subjects = named_subjects(scope, list(found))
    met = [
        Met(subjects[who], clock.from_ms(c.first_ms), clock.from_ms(c.last_ms), c.seconds,
            c.longest_s, c.closest_m)
        for who, c in found.items() if who in subjects
    ]  # fmt: skip
    return sorted(met, key=lambda one: -one.seconds)
