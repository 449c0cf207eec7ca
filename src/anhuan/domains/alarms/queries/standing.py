"""Finding the alarm a condition already has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from anhuan.domains.alarms.models import Alarm, AlarmKind, Suppression
from anhuan.domains.alarms.queries.cards import RELATED
from anhuan.domains.alarms.rules import AlarmRaise, Place, is_silenced_at
from anhuan.domains.org.models import Company
from anhuan.kernel.geometry import Ring

_STANDING = """
SELECT a.id FROM alarms_alarm a JOIN alarms_alarmkind k ON k.id = a.kind_id
 WHERE a.company_id = %(company)s AND a.condition = %(condition)s AND a.closed_at IS NULL
   AND (a.returned_at IS NULL OR a.shelved_until IS NOT NULL
        OR (k.needs_clearing AND a.cleared_at IS NULL))
 ORDER BY a.raised_at DESC LIMIT 1
"""
_KNOWN = """
SELECT coalesce((SELECT id FROM alarms_alarm WHERE id = %(alarm)s),
                (SELECT alarm_id FROM alarms_alarmstep WHERE id = %(repeat)s))
"""


_FOUND = f"""
SELECT k.*, ({_KNOWN}) AS known, ({_STANDING}) AS standing,
       EXISTS (SELECT FROM alarms_suppression s
                WHERE s.company_id = k.company_id AND s.kind_id = k.id
                  AND s.starts_at <= %(at)s AND s.ends_at > %(at)s AND s.ended_early_at IS NULL
              ) AS silences
  FROM alarms_alarmkind k WHERE k.company_id = %(company)s AND k.code = %(kind)s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What a raise meets: its kind, the alarm it already made or folded into, the one that stands,
    and whether anybody silenced the kind anywhere."""

    kind: AlarmKind
    known: UUID | None
    standing: UUID | None
    silences: bool


def look_up(company: Company, raised: AlarmRaise, repeat_id: UUID) -> Found | None:
    """All in one round trip: most raises meet nothing, and they are to be fast.

    None when the company does not have the kind.
    """
    given: dict[str, Any] = {
        "company": company.pk, "condition": raised.condition, "alarm": raised.alarm_id,
        "repeat": repeat_id, "kind": raised.kind, "at": raised.raised_at,
    }  # fmt: skip
    for kind in AlarmKind.objects.raw(_FOUND, given):
        met: dict[str, Any] = vars(kind)  # the columns beside those of the kind
        return Found(kind, met["known"], met["standing"], met["silences"])
    return None


def standing_alarm(company: Company, condition: str) -> Alarm | None:
    """The open alarm that a raise of this condition folds into, locked.

    It is active, or not yet cleared, or shelved: a shelved condition that comes back is silent.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"company": company.pk, "condition": condition})
        found = cursor.fetchone()
    return locked_alarm(found[0]) if found else None


def locked_alarm(alarm_id: UUID) -> Alarm:
    """The alarm with all its card needs, locked until the transaction ends."""
    rows = Alarm.objects.select_related(*RELATED, "company").select_for_update(of=("self",))
    return rows.get(pk=alarm_id)


def is_silenced(company: Company, kind: str, place: Place, at: datetime) -> bool:
    """Whether somebody silenced this kind at this place for this time."""
    return any(
        is_silenced_at(place, item.area_id, _outline(item))
        for item in silences_at(company, at).filter(kind__code=kind).select_related("area")
    )


def silences_at(company: Company, at: datetime) -> QuerySet[Suppression]:
    """The suppressions in force at a moment."""
    return Suppression.objects.filter(
        company=company, starts_at__lte=at, ends_at__gt=at, ended_early_at__isnull=True
    )


def _outline(item: Suppression) -> Ring | None:
    geometry = item.area.geometry
    if not isinstance(geometry, dict) or geometry.get("type") != "Polygon":
        return None
    return [(float(x), float(y)) for x, y, *_ in geometry["coordinates"][0]]
