"""Sealing stored tracks into the audit chain, and checking them against their seals."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from anhuan.domains.alarms.actions import raise_alarm
from anhuan.domains.alarms.rules import AlarmRaise
from anhuan.domains.audit.actions import SYSTEM, Actor, record
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import TrackSeal
from anhuan.domains.positioning.queries import sealing as queries
from anhuan.domains.positioning.queries.sealing import Verdict
from anhuan.domains.positioning.rules import sealing as rules
from anhuan.domains.positioning.rules.sealing import Finding
from anhuan.kernel import clock

AT_ONCE = 300  # ten minutes of the past sealed in one go
SETTLED_AFTER = timedelta(hours=1)
FINDINGS_KEPT = 50  # named in the chain; their number stands there whole
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


def check_tracks(actor: Actor, company: Company, start: datetime, end: datetime) -> Verdict:
    """Look whether the tracks of a period are what was sealed; the answer is kept in the chain.

    Anything wrong is an alarm of the platform as well: somebody has been at the record.
    """
    verdict = queries.verify_tracks(company, start, end)
    after = {
        "from": start.isoformat(), "to": end.isoformat(), "buckets": verdict.buckets,
        "chunks": verdict.chunks, "unsealed": verdict.unsealed, "wrong": len(verdict.findings),
        "findings": [_plain(one) for one in verdict.findings[:FINDINGS_KEPT]],
    }  # fmt: skip
    with transaction.atomic():
        record(actor, "check_tracks", company, after=after)
        if verdict.findings:
            raise_alarm(company, _alarm(verdict, start, clock.now()))
    return verdict


def note_export(
    actor: Actor, company: Company, start: datetime, end: datetime, points: int
) -> None:
    """That somebody took tracks of everybody out of the house."""
    note = f"{start.isoformat()} 至 {end.isoformat()}，{points} 点"
    record(actor, "export_tracks", company, note=note)


def _plain(finding: Finding) -> dict[str, str]:
    tag = str(finding.tag) if finding.tag else ""
    return {"bucket": finding.bucket.isoformat(), "wrong": str(finding.wrong), "tag": tag}


def _alarm(verdict: Verdict, start: datetime, now: datetime) -> AlarmRaise:
    first = verdict.findings[0]
    words = f"{len(verdict.findings)} 处，首处：{rules.WRONG_LABELS[first.wrong]}"
    return AlarmRaise(
        kind="system", condition=f"system:tracks_altered:{start:%Y%m%d}", raised_at=now,
        title="轨迹数据与封存记录不符", source="worker",
        text=f"{words}。请查看数据保存页并从备份核对",
        rule="check_tracks", rule_version="1", inputs=_plain(first),
    )  # fmt: skip
