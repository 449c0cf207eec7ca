"""Checks of a span, counted once by period, department, plan and kind, and summed as asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDay, TruncMonth, TruncWeek
from django.utils import timezone

from anhuan.domains.inspection.models import Task, Visit
from anhuan.domains.mechanism.rules.rates import Checks
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.org.queries.scope import scope_of

GRAINS = {"day": TruncDay, "week": TruncWeek, "month": TruncMonth}
GROUP = ("period", "department", "department__name", "plan", "plan__name", "kind")


class _Stops(Func):
    """How many points of a task had to be visited."""

    template = (
        "jsonb_array_length(jsonb_path_query_array(%(expressions)s, "
        "'$[*] ? (@.point != \"\" && @.is_paused == false)'))"
    )
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Cell:
    """The tasks of one plan in one period."""

    period: date
    department: UUID
    department_name: str
    plan: UUID
    plan_name: str
    kind: str
    checks: Checks


@dataclass(frozen=True, slots=True)
class Asked:
    """A half-open span of plant days and what it is narrowed to; grain: day, week, month."""

    begin: datetime
    end: datetime
    grain: str = "day"
    department: UUID | None = None
    plan: UUID | None = None
    kinds: tuple[str, ...] = field(default=())


def tasks_in_scope(account: Account) -> QuerySet[Task]:
    """Those of the departments the asker answers for."""
    rows = Task.objects.filter(company=company_of(account))
    scope = scope_of(account, "mechanism.view")
    return rows if scope is None else rows.filter(department__in=scope)


def cells_for(account: Account, asked: Asked, now: datetime) -> list[Cell]:
    """In scope, narrowed, in order of time; two queries whatever the span."""
    return cells_of(tasks_in_scope(account), asked, now)


def company_tasks(company: Company) -> QuerySet[Task]:
    """All of them, for the company's own score."""
    return Task.objects.filter(company=company)


def cells_of(rows: QuerySet[Task], asked: Asked, now: datetime) -> list[Cell]:
    """The same of any tasks."""
    rows = _narrowed(rows, asked).order_by().annotate(
        period=GRAINS[asked.grain]("begins_at"), n_stops=_Stops(F("stops"))
    )  # fmt: skip
    counted = rows.values(*GROUP).annotate(**_counts(now)).order_by("period", "plan__name")
    came = _came(rows)
    return [_cell(one, came.get((one["period"], one["plan"]), 0)) for one in counted]


def _narrowed(rows: QuerySet[Task], asked: Asked) -> QuerySet[Task]:
    rows = rows.filter(begins_at__gte=asked.begin, begins_at__lt=asked.end)
    if asked.department:
        rows = rows.filter(department=asked.department)
    if asked.plan:
        rows = rows.filter(plan=asked.plan)
    return rows.filter(kind__in=asked.kinds) if asked.kinds else rows


def _missed(now: datetime) -> Q:
    return Q(outcome=Task.Outcome.MISSED) | Q(outcome="", closes_at__lt=now)


def _counts(now: datetime) -> dict[str, Any]:
    done, late = Q(outcome=Task.Outcome.DONE), Q(outcome=Task.Outcome.MADE_UP)
    spared = Q(outcome__in=(Task.Outcome.PAUSED, Task.Outcome.CANCELLED))
    ended = done | late | _missed(now)
    return {
        "n_done": Count("pk", filter=done), "n_made_up": Count("pk", filter=late),
        "n_missed": Count("pk", filter=_missed(now)), "n_rested": Count("pk", filter=spared),
        "n_waiting": Count("pk", filter=Q(outcome="", closes_at__gte=now)),
        "n_abnormal": Sum("abnormal"), "n_ended_stops": Coalesce(Sum("n_stops", filter=ended), 0),
    }  # fmt: skip


def _came(rows: QuerySet[Task]) -> dict[tuple[Any, UUID], int]:
    """Arrivals by period and plan, of tasks that ended."""
    ended = rows.exclude(outcome__in=("", Task.Outcome.PAUSED, Task.Outcome.CANCELLED))
    visits = Visit.objects.filter(task__in=ended.values("pk")).order_by()
    trunc = type(rows.query.annotations["period"])
    found = visits.annotate(period=trunc("task__begins_at")).values("period", "task__plan")
    return {(one["period"], one["task__plan"]): one["n"] for one in found.annotate(n=Count("pk"))}


def _cell(one: dict[str, Any], came: int) -> Cell:
    checks = Checks(
        one["n_done"], one["n_made_up"], one["n_missed"], one["n_waiting"], one["n_rested"],
        one["n_abnormal"], one["n_ended_stops"], came,
    )  # fmt: skip
    day = timezone.localtime(one["period"]).date()
    return Cell(day, one["department"], one["department__name"], one["plan"], one["plan__name"],
                one["kind"], checks)  # fmt: skip


def summed(cells: Iterable[Cell], key: Callable[[Cell], Any]) -> dict[Any, Checks]:
    """Cells added up by any key, in the order met."""
    found: dict[Any, Checks] = {}
    for cell in cells:
        found[key(cell)] = found.get(key(cell), Checks()) + cell.checks
    return found


def total(cells: Iterable[Cell]) -> Checks:
    """All of them."""
    return sum((cell.checks for cell in cells), Checks())
