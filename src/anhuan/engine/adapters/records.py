"""What the engine writes besides alarms and tracks. Each call is a statement or two.

A row that names a tag or an area which is gone by now is left out: it must not hold up the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from anhuan.domains.positioning.models import DeadLetter, LatestPosition, ZoneVisit
from anhuan.engine.adapters.board import Seen
from anhuan.engine.adapters.devices import News, Residual
from anhuan.engine.adapters.refusals import Sample
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid_of

Visit = tuple[UUID, UUID, int]  # tag, area, entered_ms
KEPT_DAYS = 30  # samples of refused messages

_LATEST = """
INSERT INTO positioning_latestposition AS l
       (tag_id, t, x_m, y_m, floor, r68_m, area_id, state, blocked)
SELECT n.tag, n.t, n.x, n.y, n.floor, n.r68, a.id, n.state, n.blocked
  FROM unnest(%s::uuid[], %s::timestamptz[], %s::float8[], %s::float8[], %s::smallint[],
              %s::float8[], %s::uuid[], %s::text[], %s::float8[])
       AS n(tag, t, x, y, floor, r68, area, state, blocked)
  JOIN positioning_tag t ON t.id = n.tag
  LEFT JOIN plant_area a ON a.id = n.area
    ON CONFLICT (tag_id) DO UPDATE
   SET t = excluded.t, x_m = excluded.x_m, y_m = excluded.y_m, floor = excluded.floor,
       r68_m = excluded.r68_m, area_id = excluded.area_id, state = excluded.state,
       blocked = excluded.blocked
 WHERE excluded.t >= l.t
"""
_VISITS = """
INSERT INTO positioning_zonevisit AS v (id, company_id, tag_id, area_id, entered_at, left_at)
SELECT n.id, t.company_id, n.tag, n.area, n.entered, n.left_at
  FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::timestamptz[], %s::timestamptz[])
       AS n(id, tag, area, entered, left_at)
  JOIN positioning_tag t ON t.id = n.tag
  JOIN plant_area a ON a.id = n.area
    ON CONFLICT (tag_id, area_id, entered_at) DO UPDATE
   SET left_at = coalesce(excluded.left_at, v.left_at)
"""
_COUNTS = """
INSERT INTO positioning_deadlettercount AS c (hour, source, reason, count)
SELECT * FROM unnest(%s::timestamptz[], %s::text[], %s::text[], %s::bigint[])
    ON CONFLICT (hour, source, reason) DO UPDATE SET count = c.count + excluded.count
"""
_DEVICES = """
UPDATE {table} d
   SET seen_at = greatest(d.seen_at, n.seen), battery_pct = coalesce(n.battery, d.battery_pct),
       faults = coalesce(n.faults, d.faults)
  FROM unnest(%s::uuid[], %s::timestamptz[], %s::smallint[], %s::jsonb[])
       AS n(id, seen, battery, faults)
 WHERE d.id = n.id
"""
_RESIDUALS = """
UPDATE positioning_anchor d
   SET residual_at = n.at, residual_ranges = n.ranges, residual_m = n.residual,
       refused_share = n.refused
  FROM unnest(%s::uuid[], %s::timestamptz[], %s::int[], %s::float8[], %s::float8[])
       AS n(id, at, ranges, residual, refused)
 WHERE d.id = n.id
"""


def write_latest(rows: Mapping[UUID, Seen]) -> None:
    """The newest position of each tag; an older one never replaces a newer."""
    seen = list(rows.values())
    with connection.cursor() as cursor:
        cursor.execute(
            _LATEST,
            [
                list(rows),
                [clock.from_ms(one.t_ms) for one in seen],
                [round(one.x, 3) for one in seen],
                [round(one.y, 3) for one in seen],
                [one.floor for one in seen],
                [round(one.r68_m, 3) for one in seen],
                [one.area for one in seen],
                [one.state or "live" for one in seen],
                [round(one.blocked, 2) for one in seen],
            ],
        )


def read_latest(company: UUID) -> dict[UUID, Seen]:
    """The newest positions as last written; what an engine shows that has just started."""
    rows = LatestPosition.objects.filter(tag__company=company, tag__is_retired=False)
    return {
        row.tag_id: Seen(
            clock.to_ms(row.t), row.x_m, row.y_m, row.floor, row.r68_m, 0.0,
            int(row.state == "still"), row.area_id, blocked=row.blocked,
        )
        for row in rows
    }  # fmt: skip


def write_visits(visits: Mapping[Visit, int | None]) -> None:
    """Who entered and left which area; a visit is one row, however often it is written."""
    keys = list(visits)
    left = [None if ms is None else clock.from_ms(ms) for ms in visits.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            _VISITS,
            [
                [uuid_of("visit", *key) for key in keys],
                [tag for tag, _, _ in keys],
                [area for _, area, _ in keys],
                [clock.from_ms(entered) for _, _, entered in keys],
                left,
            ],
        )


def end_open_visits(company: UUID) -> int:
    """Close what an engine left open whose memory is lost, at the tag's last known time."""
    open_ones = ZoneVisit.objects.filter(company=company, left_at__isnull=True)
    ended = []
    for visit in open_ones.select_related("tag__latest"):
        latest = getattr(visit.tag, "latest", None)
        visit.left_at = max(visit.entered_at, latest.t) if latest else visit.entered_at
        ended.append(visit)
    return ZoneVisit.objects.bulk_update(ended, ["left_at"], batch_size=500) if ended else 0


def write_refusals(counts: Counter[tuple[int, str, str]], samples: Iterable[Sample]) -> None:
    """Add to the counts, keep the samples, forget old samples."""
    if counts:
        hours, sources, reasons = zip(*counts, strict=True)
        columns = [[clock.from_ms(h) for h in hours], list(sources), list(reasons)]
        with connection.cursor() as cursor:
            cursor.execute(_COUNTS, [*columns, list(counts.values())])
    DeadLetter.objects.bulk_create(
        DeadLetter(
            at=one.at, subject=one.subject, reason=one.reason, detail=one.detail,
            payload=one.payload,
        )
        for one in samples
    )  # fmt: skip


def prune_refusals(now: datetime) -> None:
    """Forget samples that are older than a month."""
    oldest = datetime.fromtimestamp(now.timestamp() - KEPT_DAYS * 86_400, UTC)
    DeadLetter.objects.filter(at__lt=oldest).delete()


def write_devices(tags: News, anchors: News) -> None:
    """When tags and anchors were heard, their batteries and faults."""
    for table, news in (("positioning_tag", tags), ("positioning_anchor", anchors)):
        if not news:
            continue
        health = list(news.values())
        seen = [None if one.seen_ms is None else clock.from_ms(one.seen_ms) for one in health]
        faults = [
            None if one.faults is None else orjson.dumps(one.faults).decode() for one in health
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                _DEVICES.format(table=table),
                [list(news), seen, [one.battery_pct for one in health], faults],
            )
    _write_residuals({anchor: one.residual for anchor, one in anchors.items() if one.residual})


def _write_residuals(found: Mapping[UUID, Residual]) -> None:
    if not found:
        return
    rows = list(found.values())
    columns: list[list[Any]] = [
        list(found),
        [clock.from_ms(one.at_ms) for one in rows],
        [one.ranges for one in rows],
        [round(one.residual_m, 3) for one in rows],
        [round(one.refused, 4) for one in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_RESIDUALS, columns)
