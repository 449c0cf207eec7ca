"""How many people were inside over time, with the alarms beside it: the control room's scrubber."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Account
from anhuan.domains.positioning.queries.rows import fetch_binary
from anhuan.domains.positioning.queries.scope import Scope, scope_of
from anhuan.domains.positioning.rules import tracks as rules
from anhuan.kernel import clock

MAX_STEPS = 2000

# People with a point in each ten minutes: read off the index, payloads are not touched. Who held
# the tag at the end of the ten minutes counts, so nobody counts twice.
_COUNTS = """
SELECT c.bucket, count(*)
  FROM positioning_trackchunk c
  JOIN positioning_assignment a
    ON a.tag_id = c.tag_id AND a.person_id IS NOT NULL
   AND a.since <= c.bucket + interval '10 minutes'
   AND (a.until IS NULL OR a.until > c.bucket + interval '10 minutes')
 WHERE c.company_id = %(company)s AND c.bucket = ANY(%(buckets)s)
   AND (%(departments)s::uuid[] IS NULL OR EXISTS (
        SELECT FROM org_person p
         WHERE p.id = a.person_id AND p.department_id = ANY(%(departments)s)))
 GROUP BY c.bucket
"""

_NOW = """
SELECT l.t
  FROM positioning_latestposition l
  JOIN positioning_assignment a ON a.tag_id = l.tag_id AND a.until IS NULL
  JOIN org_person p ON p.id = a.person_id
 WHERE p.company_id = %(company)s AND l.t > %(since)s
   AND (%(departments)s::uuid[] IS NULL OR p.department_id = ANY(%(departments)s))
 ORDER BY l.t
"""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Moments, people at each (None where it lies ahead), and the alarms of the period."""

    t: list[datetime]
    people: list[int]
    alarms: list[dict[str, Any]]


def timeline(account: Account, start: datetime, end: datetime, step_s: int) -> Timeline:
    """The head count every `step_s` seconds in [start, end], to the resolution of ten minutes.

    The last minutes, not sealed yet, are counted from the latest positions.
    """
    now = clock.now()
    scope = scope_of(account, "positions.view")
    steps = _steps(start, min(end, now), step_s)
    buckets = sorted({rules.bucket_of(clock.to_ms(t)) for t in steps})
    sealed = _sealed(scope, buckets)
    newest = max(sealed, default=0)
    fresh = _fresh(scope, now) if buckets and buckets[-1] > newest else []
    people = [_count(t, sealed, newest, fresh, now) for t in steps]
    return Timeline(steps, people, _alarms(account, scope, start, end))


def _steps(start: datetime, end: datetime, step_s: int) -> list[datetime]:
    count = int((end - start).total_seconds() // step_s) + 1 if end >= start else 0
    return [start + timedelta(seconds=step_s * i) for i in range(min(count, MAX_STEPS))]


def _sealed(scope: Scope, buckets: list[int]) -> dict[int, int]:
    """People by bucket (epoch ms); buckets nothing was sealed in are left out."""
    params = _params(scope) | {"buckets": [clock.from_ms(b) for b in buckets]}
    return {clock.to_ms(bucket): count for bucket, count in fetch_binary(_COUNTS, params)}


def _fresh(scope: Scope, now: datetime) -> list[datetime]:
    since = now - timedelta(hours=1)
    return [t for (t,) in fetch_binary(_NOW, _params(scope) | {"since": since})]


def _params(scope: Scope) -> dict[str, Any]:
    departments = None if scope.departments is None else list(scope.departments)
    return {"company": scope.company_id, "departments": departments}


def _count(
    t: datetime, sealed: dict[int, int], newest: int, fresh: list[datetime], now: datetime
) -> int:
    """Sealed buckets first; after the newest of them, those still heard ten minutes before t."""
    bucket = rules.bucket_of(clock.to_ms(t))
    if bucket <= newest or now - t > timedelta(hours=1):
        return sealed.get(bucket, 0)
    return len(fresh) - bisect_right(fresh, t - timedelta(milliseconds=rules.REMEMBERED_MS))


def _alarms(account: Account, scope: Scope, start: datetime, end: datetime) -> list[dict[str, Any]]:
    if not account.may("alarms.view"):
        return []
    rows = Alarm.objects.filter(
        company_id=scope.company_id, raised_at__gte=start, raised_at__lt=end
    )
    found: list[tuple[UUID, datetime, int]] = list(
        rows.order_by("raised_at").values_list("id", "raised_at", "priority")[:MAX_STEPS]
    )
    return [{"id": id, "t": at, "priority": priority} for id, at, priority in found]
