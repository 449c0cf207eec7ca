"""Everybody's part in a span, and what was decided about it."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.codes import Level
from anhuan.domains.hazards.rules.states import State
from anhuan.domains.inspection.models import Task
from anhuan.domains.mechanism.models import Award
from anhuan.domains.mechanism.rules.rewards import Part
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.org.queries.scope import scope_of


def visible_awards(account: Account) -> QuerySet[Award]:
    """Of the departments the asker answers for."""
    rows = Award.objects.filter(company=company_of(account))
    scope = scope_of(account, "mechanism.view")
    rows = rows if scope is None else rows.filter(person__department__in=scope)
    return rows.select_related("person__department", "decided_by__person")


def get_award_for(account: Account, pk: UUID | str) -> Award:
    """One of them, else 404."""
    return get_object_or_404(visible_awards(account), pk=pk)


def parts_for(account: Account, begin: datetime, end: datetime) -> list[tuple[Person, Part]]:
    """Everybody who had or did something, of the asker's departments, by name."""
    company, scope = company_of(account), scope_of(account, "mechanism.view")
    found = _parts(company, begin, end)
    people = Person.objects.filter(company=company, pk__in=found).select_related("department")
    if scope is not None:
        people = people.filter(department__in=scope)
    return [(one, found[one.pk]) for one in people.order_by("number")]


def part_of(person: Person, begin: datetime, end: datetime) -> Part:
    """One person's."""
    return _parts(person.company, begin, end).get(person.pk, Part())


def _parts(company: Company, begin: datetime, end: datetime) -> dict[UUID, Part]:
    checks, found, major, overdue = _checks(company, begin, end), *_hazards(company, begin, end)
    names = {pk for counted in (*checks.values(), found, major, overdue) for pk in counted}
    return {
        pk: Part(
            checks["done"][pk],
            checks["made_up"][pk],
            checks["missed"][pk],
            found[pk],
            major[pk],
            overdue[pk],
        )
        for pk in names
    }


def _checks(company: Company, begin: datetime, end: datetime) -> dict[str, Counter[UUID]]:
    """Done by whom; missed by each of those it was given to."""
    rows = Task.objects.filter(company=company, begins_at__gte=begin, begins_at__lt=end).order_by()
    done = rows.filter(by__isnull=False).values_list("by", "outcome").annotate(n=Count("pk"))
    missed = rows.filter(outcome=Task.Outcome.MISSED, people__isnull=False)
    found: dict[str, Counter[UUID]] = {key: Counter() for key in ("done", "made_up", "missed")}
    for pk, outcome, n in done:
        if outcome in ("done", "made_up"):
            found[outcome][pk] += n
    for pk, n in missed.values_list("people").annotate(n=Count("pk")):
        found["missed"][pk] += n
    return found


def _hazards(
    company: Company, begin: datetime, end: datetime
) -> tuple[Counter[UUID], Counter[UUID], Counter[UUID]]:
    """General ones found, major ones found, work handed in late or not at all."""
    rows = Hazard.objects.filter(company=company, deleted_at__isnull=True).order_by()
    rows = rows.exclude(state__in=(State.REPORTED, State.DISMISSED, State.MERGED))
    found = rows.filter(found_at__gte=begin, found_at__lt=end, reporter__person__isnull=False)
    by = found.values_list("reporter__person", "level").annotate(n=Count("pk"))
    general, major = Counter[UUID](), Counter[UUID]()
    for pk, level, n in by:
        (major if level == Level.MAJOR else general)[pk] += n
    late = Q(submitted_at__isnull=True) | Q(submitted_at__gt=F("due_at"))
    owed = rows.filter(late, due_at__gte=begin, due_at__lt=end, rectifier__isnull=False)
    counted = owed.values_list("rectifier").annotate(n=Count("pk"))
    return general, major, Counter({pk: n for pk, n in counted})
