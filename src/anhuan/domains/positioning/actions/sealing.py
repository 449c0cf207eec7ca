"""Sealing stored tracks into the audit chain."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import TrackSeal
from anhuan.domains.positioning.queries import sealing as queries
from anhuan.domains.positioning.rules import sealing as rules
from anhuan.kernel import clock

AT_ONCE = 300  # ten minutes of the past sealed in one go
SETTLED_AFTER = timedelta(hours=1)
_LOCK = 0x5EA2


def record_seal(
    company_id: UUID, bucket: datetime, leaves: Mapping[UUID, bytes], points: int, note: str = ""
) -> TrackSeal:
    """Seal chunks just written, in the caller's transaction: one row here, one in the chain."""
    packed = rules.packed_leaves(leaves)
    seal = TrackSeal.objects.create(
        company_id=company_id, bucket=bucket, chunks=len(leaves), points=points, leaves=packed,
        digest=rules.digest_of(clock.to_ms(bucket), packed), sealed_at=clock.now(),
    )  # fmt: skip
    after = {
        "bucket": bucket.isoformat(), "chunks": len(leaves), "points": points,
        "digest": seal.digest,
    }  # fmt: skip
    record(SYSTEM, queries.VERB, seal, after=after, note=note)
    return seal


def seal_bucket(company_id: UUID, bucket: datetime) -> TrackSeal:
    """Seal everything stored of ten minutes that had no seal: an older release, a history."""
    with transaction.atomic():
        leaves, points = queries.stored_leaves(company_id, bucket)
        return record_seal(company_id, bucket, leaves, points, note="补封")


def seal_stored(now: datetime) -> int:
    """Seal the past that has no seal yet, oldest first, some at a time; how many ten minutes."""
    sealed = 0
    for company in Company.objects.filter(kind=Company.Kind.PLANT):
        span = datetime.min.replace(tzinfo=now.tzinfo), now - SETTLED_AFTER
        for bucket in queries.unsealed_buckets(company.pk, *span, limit=AT_ONCE):
            sealed += _seal_alone(company.pk, bucket)
    return sealed


def _seal_alone(company_id: UUID, bucket: datetime) -> bool:
    """Unless another process is at it, or was quicker."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return False
        if TrackSeal.objects.filter(company_id=company_id, bucket=bucket).exists():
            return False
        seal_bucket(company_id, bucket)
        return True
