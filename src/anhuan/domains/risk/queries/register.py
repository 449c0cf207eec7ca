"""Objects, units, events and measures of one's own company.

Everybody who may see risks sees all of them: a risk next door is everybody's. Who may change what
is a matter of the department (`editing_blockers`).
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of, scope_of
from anhuan.domains.risk.models import Assessment, RiskEvent, RiskMeasure, RiskObject, RiskUnit
from anhuan.kernel.errors import Blocker

EDIT = "risk.edit"
_IN_USE = Q(is_retired=False)


def visible_objects(account: Account) -> QuerySet[RiskObject]:
    """Objects in use, with how many units, events and measures they have."""
    rows = RiskObject.objects.filter(_IN_USE, company=company_of(account))
    units = Q(units__is_retired=False)
    events = units & Q(units__events__is_retired=False)
    measures = events & Q(units__events__measures__is_retired=False)
    return rows.select_related("company", "area", "source", "department", "person").annotate(
        unit_count=Count("units", filter=units, distinct=True),
        event_count=Count("units__events", filter=events, distinct=True),
        measure_count=Count("units__events__measures", filter=measures, distinct=True),
    )


def get_object_for(account: Account, pk: UUID | str) -> RiskObject:
    """One of them, else 404."""
    return get_object_or_404(visible_objects(account), pk=pk)


def visible_units(account: Account) -> QuerySet[RiskUnit]:
    """Units in use; `shown_department` and `shown_person` follow the object where left empty."""
    rows = RiskUnit.objects.filter(_IN_USE, object__company=company_of(account))
    return rows.select_related(
        "object__company", "object__department", "object__person", "object__area", "structure",
        "department", "person",
    )  # fmt: skip


def get_unit_for(account: Account, pk: UUID | str) -> RiskUnit:
    """One of them, else 404."""
    return get_object_or_404(visible_units(account), pk=pk)


def visible_events(account: Account) -> QuerySet[RiskEvent]:
    """Events in use."""
    rows = RiskEvent.objects.filter(_IN_USE, unit__object__company=company_of(account))
    return rows.select_related(
        "unit__object__company", "unit__object__department", "unit__object__person",
        "unit__object__area", "unit__object__source", "unit__department", "unit__person",
    )  # fmt: skip


def get_event_for(account: Account, pk: UUID | str) -> RiskEvent:
    """One of them, else 404."""
    return get_object_or_404(visible_events(account), pk=pk)


def visible_measures(account: Account) -> QuerySet[RiskMeasure]:
    """Measures in use with everything the eleven-column list shows (附件2 4.1.1)."""
    rows = RiskMeasure.objects.filter(_IN_USE, company=company_of(account))
    return rows.select_related(
        "company", "post", "person", "event__unit__object__department",
        "event__unit__object__person", "event__unit__object__area", "event__unit__object__company",
        "event__unit__department", "event__unit__person",
    )  # fmt: skip


def get_measure_for(account: Account, pk: UUID | str) -> RiskMeasure:
    """One of them, else 404."""
    return get_object_or_404(visible_measures(account), pk=pk)


def tree_of(account: Account) -> QuerySet[RiskObject]:
    """The whole register as one tree, in a fixed number of queries."""
    measures = RiskMeasure.objects.filter(_IN_USE).select_related("post", "person")
    events = RiskEvent.objects.filter(_IN_USE).prefetch_related(Prefetch("measures", measures))
    units = RiskUnit.objects.filter(_IN_USE).select_related("department", "person")
    units = units.prefetch_related(Prefetch("events", events))
    return visible_objects(account).prefetch_related(Prefetch("units", units))


def search_events(account: Account, text: str, limit: int) -> QuerySet[RiskEvent]:
    """By the names of event, unit and object."""
    hit = Q(name__icontains=text) | Q(unit__name__icontains=text)
    return visible_events(account).filter(hit | Q(unit__object__name__icontains=text))[:limit]


def assessments_of(event: RiskEvent) -> QuerySet[Assessment]:
    """All of them, the one that holds first."""
    return Assessment.objects.filter(event=event).select_related("by")


def department_of(unit: RiskUnit) -> Any:
    """Who answers for a unit: its own department, else the object's."""
    return unit.department or unit.object.department


def person_of(unit: RiskUnit) -> Any:
    """The person who answers for a unit, else the object's."""
    return unit.person or unit.object.person


def editing_blockers(actor: Any, row: RiskObject) -> Iterator[Blocker]:
    """Heads of departments change what is theirs; programs of the house change everything."""
    if not isinstance(actor, Account):
        return
    departments = scope_of(actor, EDIT)
    if departments is not None and row.department_id not in departments:
        text = f"{row.name} 由{row.department}负责，不在您的管理范围内"
        yield Blocker("not_your_department", text)
