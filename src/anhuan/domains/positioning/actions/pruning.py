"""Forgetting old tracks and visits: by policy or for want of room, never unsaid."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import (
    GatePassage,
    PositioningSettings,
    TrackSeal,
    ZoneVisit,
)
from anhuan.domains.positioning.queries.storage import months
from anhuan.domains.positioning.rules import retention as rules
from anhuan.domains.positioning.rules.retention import Month
from anhuan.kernel.errors import refuse_if_any


def prune_tracks(company: Company, days: int, now: datetime) -> list[str]:
    """Drop whole months of tracks older than `days`; answers the partitions dropped.

    Refused below 365 days (AQ 3064.3-2025 4.4). Tracks of all companies of this node share the
    partitions, so `days` must be the longest any of them asked for: `keep_days`.
    """
    refuse_if_any(rules.retention_blockers(days))
    gone = rules.past(months(), now.date(), days)
    return _drop(company, gone, f"保存 {days} 天，删除 {_said(gone)}")


@transaction.atomic
def prune_visits(company: Company, days: int, now: datetime) -> int:
    """Forget visits that ended, and gate passages, longer ago than `days`; answers how many.

    Refused below 365 days, as tracks are (AQ 3064.3-2025 4.4). Who is still inside stays.
    """
    refuse_if_any(rules.retention_blockers(days))
    before = now - timedelta(days=days)
    visits, _ = ZoneVisit.objects.filter(company=company, left_at__lt=before).delete()
    passages, _ = GatePassage.objects.filter(company=company, at__lt=before).delete()
    if visits or passages:
        gone = {"visits": visits, "passages": passages, "before": before.isoformat()}
        note = f"保存 {days} 天，删除进出记录 {visits} 条、门禁记录 {passages} 条"
        record(SYSTEM, "prune", company, before=gone, note=note)
    return visits + passages


def relieve_disk(
    company: Company, missing_bytes: int, now: datetime, *, is_critical: bool
) -> list[Month]:
    """Give up the oldest months for a full disk; those within the legal year only if critical."""
    gone = rules.relief(months(), now.date(), missing_bytes, is_critical=is_critical)
    _drop(company, gone, f"磁盘{'告急' if is_critical else '已满'}，删除 {_said(gone)}")
    return gone


def keep_days() -> int:
    """The longest any company of this node wants its tracks kept, days."""
    wanted = PositioningSettings.objects.values_list("track_days", flat=True)
    return max([PositioningSettings().track_days, *wanted])


def _drop(company: Company, gone: list[Month], note: str) -> list[str]:
    names = [month.name for month in gone]
    if not names:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP TABLE "{name}"')
        cursor.execute("SELECT set_config('anhuan.prune_tracks', 'on', true)")
        for month in gone:
            start, end = month.span
            TrackSeal.objects.filter(bucket__gte=start, bucket__lt=end).delete()
        cursor.execute("SELECT set_config('anhuan.prune_tracks', '', true)")
        record(SYSTEM, "prune", company, before={"partitions": names}, note=note)
    return names


def _said(gone: Iterable[Month]) -> str:
    return "、".join(month.label for month in gone)
