"""How much room stored tracks take, month by month, and how fast that grows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Min, Sum

from anhuan.domains.positioning.models import TrackSeal
from anhuan.domains.positioning.rules.retention import Month
from anhuan.domains.positioning.rules.tracks import month_of

MEASURED = timedelta(days=7)
_MONTHS = """
SELECT c.relname, pg_total_relation_size(c.oid), greatest(c.reltuples, 0)
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
 WHERE i.inhparent = 'positioning_trackchunk'::regclass ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Growth:
    """What tracks take: now, and each day as measured over the last week of data."""

    now_bytes: int
    per_day_bytes: int
    points_per_day: int


def months() -> list[Month]:
    """Every month stored, oldest first."""
    return [Month(name, month_of(name), int(size)) for name, size, _ in _partitions()]


def growth(now: datetime) -> Growth:
    """Chunks a day of the last week, each as large as stored ones are on the average."""
    partitions = _partitions()
    size = sum(int(one[1]) for one in partitions)
    stored = sum(float(one[2]) for one in partitions) or _sealed()
    recent = TrackSeal.objects.filter(bucket__gt=now - MEASURED, bucket__lte=now)
    seen = recent.aggregate(since=Min("bucket"), chunks=Sum("chunks"), points=Sum("points"))
    if not seen["since"] or not stored:
        return Growth(size, 0, 0)
    days = max((now - seen["since"]) / timedelta(days=1), 1 / 24)
    per_day = seen["chunks"] / days * size / stored
    return Growth(size, round(per_day), round(seen["points"] / days))


def _sealed() -> int:
    """Chunks by the seals, while the database has not counted its rows yet."""
    return TrackSeal.objects.aggregate(all=Sum("chunks"))["all"] or 0


def _partitions() -> list[tuple[str, int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS)
        found: list[tuple[str, int, float]] = cursor.fetchall()
        return found
