"""Who was in which area when: visits, the count at an instant, entries and exits of a period."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from anhuan.domains.org.models import Account
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import ZoneVisit
from anhuan.domains.positioning.queries.scope import Scope, scope_of
from anhuan.domains.positioning.queries.subjects import MAP_KINDS

KINDS = ("staff", "contractor", "visitor", "vehicle")
HEADS = ("inside", "passed")  # counted once each; entries and exits as often as they happened


def visits(account: Account, right: str = "tracks.view") -> QuerySet[Any]:
    """Visits with who held the tag then: `person_*`, `vehicle_*` columns; newest first.

    Visits of tags nobody held are left out. Department scope is respected.
    """
    rows: QuerySet[Any] = held_visits(scope_of(account, right)).annotate(
        person_id=F("holding__person_id"),
        person_name=F("holding__person__name"),
        person_kind=F("holding__person__kind"),
        person_department=F("holding__person__department__name"),
        person_department_id=F("holding__person__department_id"),
        vehicle_id=F("holding__vehicle_id"),
        vehicle_name=F("holding__vehicle__name"),
        vehicle_plate=F("holding__vehicle__plate"),
    )
    return rows


def held_visits(scope: Scope) -> QuerySet[Any]:
    """Visits joined with who held the tag when they began (`holding__person`, `…vehicle`)."""
    then = Q(tag__assignments__since__lte=F("entered_at")) & (
        Q(tag__assignments__until__isnull=True) | Q(tag__assignments__until__gt=F("entered_at"))
    )
    rows = ZoneVisit.objects.filter(company_id=scope.company_id).annotate(
        holding=FilteredRelation("tag__assignments", condition=then)
    )
    rows = rows.filter(holding__isnull=False)
    if scope.departments is not None:
        rows = rows.filter(
            Q(holding__person__department_id__in=scope.departments)
            | Q(holding__vehicle__department_id__in=scope.departments)
        )
    return rows.select_related("area", "tag").order_by("-entered_at")


def visits_of(
    account: Account, subject_id: UUID, start: datetime, end: datetime
) -> list[dict[str, Any]]:
    """One subject's visits that touch [start, end), in order of time."""
    rows = held_visits(scope_of(account, "tracks.view")).filter(
        Q(holding__person_id=subject_id) | Q(holding__vehicle_id=subject_id),
        Q(left_at__isnull=True) | Q(left_at__gt=start),
        entered_at__lt=end,
    )
    return [
        {"area": row.area_id, "area_name": row.area.name, "enter": row.entered_at,
         "leave": row.left_at}
        for row in rows.order_by("entered_at")[:5000]
    ]  # fmt: skip


@dataclass(slots=True)
class AreaCount:
    """One area's figures by kind of person."""

    area: Area
    inside: Counter[str] = field(default_factory=Counter)  # at the instant
    entries: Counter[str] = field(default_factory=Counter)  # in the period
    exits: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)  # heads seen there in the period

    @property
    def people_inside(self) -> int:
        """Everybody but vehicles."""
        return sum(self.inside.values()) - self.inside["vehicle"]


def area_counts(account: Account, start: datetime, end: datetime, at: datetime) -> list[AreaCount]:
    """Per area: entries, exits and who passed through in [start, end); who was inside at `at`.

    POS-043, POS-044.
    """
    scope = scope_of(account, "positions.view")
    areas = Area.objects.filter(company_id=scope.company_id, is_retired=False)
    found = {area.pk: AreaCount(area) for area in areas.order_by("code")}
    rows = held_visits(scope).order_by()
    still = Q(left_at__isnull=True)
    inside = rows.filter(still | Q(left_at__gt=at), entered_at__lte=at)
    for name, chosen in (
        ("inside", inside),
        ("entries", rows.filter(entered_at__gte=start, entered_at__lt=end)),
        ("exits", rows.filter(left_at__gte=start, left_at__lt=end)),
        ("passed", rows.filter(still | Q(left_at__gt=start), entered_at__lt=end)),
    ):
        for area_id, kind, count in _by_area_and_kind(chosen, name in HEADS):
            if area_id in found:
                getattr(found[area_id], name)[kind] += count
    return list(found.values())


def _by_area_and_kind(rows: QuerySet[Any], distinct: bool) -> list[tuple[UUID, str, int]]:
    """Visits counted, or tags when `distinct`: nobody is inside an area twice."""
    counted = Count("tag_id", distinct=True) if distinct else Count("id")
    grouped = rows.values_list("area_id", "holding__person__kind").annotate(n=counted)
    return [
        (area, MAP_KINDS.get(kind, "staff") if kind else "vehicle", n) for area, kind, n in grouped
    ]
