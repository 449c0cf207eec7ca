"""Time spent by person and area: how often, how long, first in and last out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least

from anhuan.domains.org.models import Account
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.domains.positioning.queries.subjects import MAP_KINDS, Subject, named_subjects
from anhuan.domains.positioning.queries.visits import held_visits
from anhuan.kernel import clock


@dataclass(frozen=True, slots=True)
class Dwell:
    """One subject in one area over the period. `last_out` None: still inside."""

    subject: Subject
    area: Area
    visits: int
    stayed: timedelta
    first_in: datetime
    last_out: datetime | None


def dwell(
    account: Account,
    start: datetime,
    end: datetime,
    *,
    area: UUID | None = None,
    department: UUID | None = None,
    kind: str = "",
    subject: UUID | None = None,
) -> list[Dwell]:
    """Visits that touch [start, end), cut to it, added up; longest first (POS-052)."""
    scope = scope_of(account, "tracks.view")
    rows = visits_between(held_visits(scope), start, end)
    rows = _narrowed(rows, area, department, kind, subject)
    now = min(end, clock.now())
    left = Coalesce("left_at", Value(now, DateTimeField()))
    spent = Least(left, Value(now, DateTimeField())) - Greatest(
        "entered_at", Value(start, DateTimeField())
    )
    who = ("holding__person_id", "holding__vehicle_id", "area_id")
    grouped = rows.order_by().values_list(*who).annotate(
        n=Count("id"), stayed=Sum(spent), first=Min("entered_at"), last=Max(left),
        open=Count("id", filter=Q(left_at__isnull=True)),
    )  # fmt: skip
    found = list(grouped)
    subjects = named_subjects(scope, [person or vehicle for person, vehicle, *_ in found])
    areas = Area.objects.in_bulk([row[2] for row in found])
    rows_out = [
        Dwell(subjects[person or vehicle], areas[place], n, stayed, first, None if still else last)
        for person, vehicle, place, n, stayed, first, last, still in found
        if (person or vehicle) in subjects and place in areas
    ]
    return sorted(rows_out, key=lambda row: row.stayed, reverse=True)


def visits_between(rows: QuerySet[Any], start: datetime, end: datetime) -> QuerySet[Any]:
    """Those that touch [start, end)."""
    return rows.filter(Q(left_at__isnull=True) | Q(left_at__gt=start), entered_at__lt=end)


def _narrowed(
    rows: QuerySet[Any],
    area: UUID | None,
    department: UUID | None,
    kind: str,
    subject: UUID | None,
) -> QuerySet[Any]:
    if area:
        rows = rows.filter(area_id=area)
    if department:
        rows = rows.filter(
            Q(holding__person__department_id=department)
            | Q(holding__vehicle__department_id=department)
        )
    if subject:
        rows = rows.filter(Q(holding__person_id=subject) | Q(holding__vehicle_id=subject))
    if kind == "vehicle":
        return rows.filter(holding__vehicle_id__isnull=False)
    if kind:
        kinds = [k for k, shown in MAP_KINDS.items() if shown == kind]
        rows = rows.filter(holding__person__kind__in=kinds)
    return rows
