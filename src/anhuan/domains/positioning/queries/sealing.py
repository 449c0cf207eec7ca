"""Whether stored tracks are still what was sealed: chunks against seals, seals against the chain.

The chain itself is walked by `audit.queries.verify_chain`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Min

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import Tag, TrackSeal
from anhuan.domains.positioning.queries.rows import fetch_binary
from anhuan.domains.positioning.rules import sealing as rules
from anhuan.domains.positioning.rules.sealing import Finding, Leaves, Wrong
from anhuan.domains.positioning.rules.tracks import BUCKET_MS, month_name
from anhuan.kernel import clock

VERB = "seal_tracks"
BUCKET = timedelta(milliseconds=BUCKET_MS)

_CHUNKS = """
SELECT tag_id, count, min_x_cm, min_y_cm, max_x_cm, max_y_cm, payload
  FROM positioning_trackchunk WHERE company_id = %(company)s AND bucket = %(bucket)s
"""
_STORED = """
SELECT b.bucket FROM generate_series(%(from)s::timestamptz, %(to)s, interval '10 minutes') b(bucket)
 WHERE EXISTS (SELECT FROM positioning_trackchunk c
                WHERE c.company_id = %(company)s AND c.bucket = b.bucket)
   AND NOT EXISTS (SELECT FROM positioning_trackseal s
                    WHERE s.company_id = %(company)s AND s.bucket = b.bucket)
 ORDER BY b.bucket LIMIT %(limit)s
"""
_SPAN = """
SELECT (SELECT bucket FROM positioning_trackchunk WHERE company_id = %(company)s
         ORDER BY bucket LIMIT 1),
       (SELECT bucket FROM positioning_trackchunk WHERE company_id = %(company)s
         ORDER BY bucket DESC LIMIT 1)
"""


@dataclass(slots=True)
class Verdict:
    """What a look at sealed tracks found."""

    buckets: int = 0
    chunks: int = 0
    unsealed: int = 0  # ten minutes stored before there were seals, not sealed yet
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Nothing is wrong."""
        return not self.findings


def verify_tracks(company: Company, start: datetime, end: datetime) -> Verdict:
    """Every sealed ten minutes with start <= bucket < end, chunk by chunk."""
    verdict = Verdict(unsealed=len(unsealed_buckets(company.pk, start, end - BUCKET)))
    told = _told(company, start, end)
    by_bucket: dict[datetime, list[TrackSeal]] = defaultdict(list)
    seals = TrackSeal.objects.filter(company=company, bucket__gte=start, bucket__lt=end)
    for seal in seals.order_by("id").iterator(chunk_size=500):
        by_bucket[seal.bucket].append(seal)
    for bucket, own in sorted(by_bucket.items()):
        _verify_bucket(verdict, company.pk, bucket, own, told)
    verdict.findings += _gone(told, by_bucket)
    return verdict


def stored_leaves(company_id: UUID, bucket: datetime) -> tuple[Leaves, int]:
    """Digests of what is stored of one ten minutes, by tag; and how many points it has."""
    leaves, points, bucket_ms = Leaves(), 0, clock.to_ms(bucket)
    for tag, count, *box, payload in fetch_binary(
        _CHUNKS, {"company": company_id, "bucket": bucket}
    ):
        leaves[tag] = rules.leaf_of(
            tag, bucket_ms, count, (box[0], box[1], box[2], box[3]), payload
        )
        points += count
    return leaves, points


def sealed_leaves(company_id: UUID, bucket: datetime) -> Leaves:
    """Digests of one ten minutes as sealed, late data included."""
    seals = TrackSeal.objects.filter(company_id=company_id, bucket=bucket).order_by("id")
    return rules.overlaid(rules.leaves_in(bytes(seal.leaves)) for seal in seals)


def unsealed_buckets(
    company_id: UUID, start: datetime, end: datetime, limit: int = 100_000
) -> list[datetime]:
    """Stored ten minutes in [start, end] without any seal, oldest first."""
    first, last = stored_span(company_id)
    if first is None or last is None:
        return []
    params = {
        "company": company_id, "from": max(first, start), "to": min(last, end), "limit": limit,
    }  # fmt: skip
    return [bucket for (bucket,) in fetch_binary(_STORED, params)]


def stored_span(company_id: UUID) -> tuple[datetime | None, datetime | None]:
    """The oldest and the newest stored ten minutes."""
    first, last = fetch_binary(_SPAN, {"company": company_id})[0]
    return first, last


def sealed_span(company: Company) -> tuple[datetime | None, datetime | None, int]:
    """The oldest and the newest sealed ten minutes, and how many seals there are."""
    seals = TrackSeal.objects.filter(company=company)
    found = seals.aggregate(first=Min("bucket"), last=Max("bucket"))
    return found["first"], found["last"], seals.count()


def tag_numbers(keys: Iterable[str]) -> dict[str, str]:
    """What tags are called, by key."""
    rows = Tag.objects.filter(pk__in=set(keys)).values_list("pk", "number")
    return {str(pk): number for pk, number in rows}


def _verify_bucket(
    verdict: Verdict, company_id: UUID, bucket: datetime, seals: list[TrackSeal], told: "_Told"
) -> None:
    bucket_ms, layers = clock.to_ms(bucket), []
    for seal in seals:
        packed = bytes(seal.leaves)
        digest = rules.digest_of(bucket_ms, packed)
        if not (digest == seal.digest == told.digest_of(seal.pk)) or not rules.is_whole(packed):
            verdict.findings.append(Finding(bucket, Wrong.SEAL_ALTERED))
            continue
        layers.append(rules.leaves_in(packed))
    found, _ = stored_leaves(company_id, bucket)
    verdict.buckets += 1
    verdict.chunks += len(found)
    if len(layers) == len(seals):  # against an altered seal every chunk would look wrong
        verdict.findings += rules.differences(bucket, rules.overlaid(layers), found)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the audit chain says of seals: digest and ten minutes by the seal's key."""

    rows: dict[str, dict[str, Any]]

    def digest_of(self, seal: int) -> str:
        row = self.rows.get(str(seal))
        return str(row["digest"]) if row else ""


def _told(company: Company, start: datetime, end: datetime) -> _Told:
    rows = AuditRow.objects.filter(
        target_type=TrackSeal._meta.label_lower, company_id=company.pk, verb=VERB,
        after__bucket__gte=start.isoformat(), after__bucket__lt=end.isoformat(),
    )  # fmt: skip
    return _Told({key: after or {} for key, after in rows.values_list("target_id", "after")})


def _gone(told: _Told, by_bucket: dict[datetime, list[TrackSeal]]) -> Iterator[Finding]:
    """Seals the chain knows and the table does not, but for months pruned by policy."""
    there = {str(seal.pk) for seals in by_bucket.values() for seal in seals}
    missing = {
        datetime.fromisoformat(row["bucket"]) for key, row in told.rows.items() if key not in there
    }
    pruned = _pruned(missing)
    for bucket in sorted(missing):
        if month_name(bucket) not in pruned:
            yield Finding(bucket, Wrong.SEAL_MISSING)


def _pruned(missing: Iterable[datetime]) -> set[str]:
    """Partitions the audit chain says were dropped."""
    if not missing:
        return set()
    rows = AuditRow.objects.filter(verb="prune", before__has_key="partitions")
    return {name for row in rows for name in (row.before or {})["partitions"]}
