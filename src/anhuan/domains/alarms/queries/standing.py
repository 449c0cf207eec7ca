"""Finding the alarm a condition already has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from anhuan.domains.alarms.models import Alarm, Suppression
from anhuan.domains.alarms.queries.cards import RELATED
from anhuan.domains.alarms.rules import Place, is_silenced_at
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


@dataclass(frozen=True, slots=True)
class Found:
    """What a raise meets: the alarm it already made or folded into, and the one that stands."""

    known: UUID | None
    standing: UUID | None


def look_up(company: Company, condition: str, alarm_id: UUID, repeat_id: UUID) -> Found:
    """Both in one round trip: most raises meet neither, and they are to be fast."""
    given: dict[str, Any] = {
        "company": company.pk, "condition": condition, "alarm": alarm_id, "repeat": repeat_id,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({_KNOWN}), ({_STANDING})", given)
        return Found(*cursor.fetchone())


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
