"""Tuning a plant's positioning, and forgetting old tracks."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from anhuan.domains.audit.actions import SYSTEM, Actor, draft_of, record
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.actions.checked import save_and_tell
from anhuan.domains.positioning.models import PositioningSettings
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.rules import tracks as rules
from anhuan.kernel.errors import refuse_if_any


def change_settings(actor: Actor, company: Company, **changes: Any) -> PositioningSettings:
    """Set the plant's limits; tracks may not be kept for less than a year."""
    settings = settings_of(company)
    settings.company = company
    blockers = rules.retention_blockers(draft_of(settings, changes).track_days)
    return save_and_tell(actor, settings, changes, company, "settings", blockers)


def prune_tracks(company: Company, days: int, now: datetime) -> list[str]:
    """Drop whole months of tracks older than `days`; answers the partitions dropped.

    Refused below 365 days (AQ 3064.3-2025 4.4). Tracks of all companies of this node share the
    partitions, so `days` must be the longest any of them asked for: `keep_days`.
    """
    refuse_if_any(rules.retention_blockers(days))
    limit = (now - timedelta(days=days)).date().replace(day=1)
    dropped: list[str] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PARTITIONS)
        for (name,) in cursor.fetchall():
            if rules.month_of(name) < limit:
                cursor.execute(f'DROP TABLE "{name}"')
                dropped.append(name)
        if dropped:
            note = f"保存 {days} 天，删除 {'、'.join(rules.month_label(n) for n in dropped)}"
            record(SYSTEM, "prune", company, before={"partitions": dropped}, note=note)
    return dropped


def keep_days() -> int:
    """The longest any company of this node wants its tracks kept, days."""
    wanted = PositioningSettings.objects.values_list("track_days", flat=True)
    return max([PositioningSettings().track_days, *wanted])


_PARTITIONS = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
 WHERE i.inhparent = 'positioning_trackchunk'::regclass ORDER BY c.relname
"""
