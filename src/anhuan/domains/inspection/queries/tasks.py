"""Tasks, gated by who asks: the board for those who may look, one's own for everybody."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404

from anhuan.domains.inspection.models import InspectionSettings, Task
from anhuan.domains.inspection.rules.states import State
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.org.queries.scope import scope_of


def settings_of(company: Company) -> InspectionSettings:
    """The plant's own, or the defaults."""
    found = InspectionSettings.objects.filter(company=company).first()
    return found or InspectionSettings(company=company)


def visible_tasks(account: Account) -> QuerySet[Task]:
    """What the account's right reaches, and what it has to do itself."""
    rows = Task.objects.filter(company=company_of(account))
    seen = scope_of(account, "inspection.all")
    if seen is None:
        return rows
    own = Task.people.through.objects.filter(person=account.person_id)
    return rows.filter(Q(department__in=seen) | Q(pk__in=own.values("task")))


def get_task_for(account: Account, pk: UUID | str) -> Task:
    """One of them, else 404."""
    rows = visible_tasks(account).select_related("plan", "route", "department", "company", "by")
    return get_object_or_404(rows, pk=pk)


def tasks_of(person: Person, now: datetime) -> QuerySet[Task]:
    """What one person may do now, or will have to today: first what is due first."""
    rows = Task.objects.filter(people=person, outcome="", closes_at__gte=now)
    return rows.select_related("route", "plan").order_by("due_at", "id")


def with_state(rows: QuerySet[Task], now: datetime) -> QuerySet[Any]:
    """`state` of each, as `rules.states.state` has it; the two are tested against each other."""
    waiting = [
        When(opens_at__gt=now, then=Value(State.PENDING)),
        When(closes_at__lt=now, then=Value(State.MISSED)),
        When(due_at__lt=now, then=Value(State.LATE)),
        When(started_at__isnull=False, then=Value(State.RUNNING)),
    ]
    decided = When(~Q(outcome=""), then=F("outcome"))
    state = Case(decided, *waiting, default=Value(State.DUE), output_field=CharField(max_length=10))
    return rows.annotate(state=state)
