"""Finding the alarm a condition already has."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.domains.alarms.models import Alarm, AlarmStep, Suppression
from anhuan.domains.alarms.queries.cards import RELATED
from anhuan.domains.alarms.rules import Place, is_silenced_at
from anhuan.domains.org.models import Company
from anhuan.kernel.geometry import Ring

_WAITS_TO_BE_CLEARED = Q(kind__needs_clearing=True, cleared_at__isnull=True)


def standing_alarm(company: Company, condition: str) -> Alarm | None:
    """The open alarm that a raise of this condition folds into, locked.

    It is active, or not yet cleared, or shelved: a shelved condition that comes back is silent.
    """
    found = (
        Alarm.objects.filter(company=company, condition=condition, closed_at__isnull=True)
        .filter(Q(returned_at__isnull=True) | _WAITS_TO_BE_CLEARED | Q(shelved_until__isnull=False))
        .select_related(*RELATED)
        .select_for_update(of=("self",))
        .order_by("-raised_at")
        .first()
    )
    if found:
        found.company = company
    return found


def known_alarm(alarm_id: UUID, repeat_id: UUID) -> Alarm | None:
    """The alarm this very raise already made, or folded into."""
    made = Alarm.objects.select_related(*RELATED).filter(pk=alarm_id).first()
    if made:
        return made
    step = AlarmStep.objects.filter(pk=repeat_id).first()
    return Alarm.objects.select_related(*RELATED).get(pk=step.alarm_id) if step else None


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
