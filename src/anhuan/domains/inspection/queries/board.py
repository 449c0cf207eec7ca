"""Today's board: how many tasks of each department stand how, and those that need a look.

A day may have 20,000 tasks: they are counted by the database, and only the first of each column
are read.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from anhuan.domains.inspection.models import Task
from anhuan.domains.inspection.queries.tasks import visible_tasks, with_state
from anhuan.domains.inspection.rules.states import State
from anhuan.domains.org.models import Account, Department

ONE_DAY = timedelta(days=1)
SHOWN = 12  # cards of a column
# Columns in their order, and which states they hold: what is wrong comes first.
COLUMNS: dict[str, tuple[State, ...]] = {
    "overdue": (State.MISSED, State.LATE),
    "running": (State.RUNNING,),
    "waiting": (State.DUE, State.PENDING),
    "done": (State.DONE, State.MADE_UP),
}


@dataclass(frozen=True, slots=True)
class Board:
    """Counts by state, by department and state, and the first tasks of each column."""

    counts: Counter[str]
    departments: list[tuple[str, Counter[str]]]
    columns: dict[str, list[Task]]
    abnormal: int
    now: datetime

    @property
    def total(self) -> int:
        """Those that had or have to be done; what rests or was called off is no duty."""
        return sum(self.counts[state] for states in COLUMNS.values() for state in states)

    @property
    def done(self) -> int:
        """In time or made up for."""
        return sum(self.counts[state] for state in COLUMNS["done"])


def todays_tasks(account: Account, now: datetime) -> QuerySet[Task]:
    """Those that begin today, and what began earlier and may still be done."""
    begin = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Q(begins_at__gte=begin, begins_at__lt=begin + ONE_DAY)
    going_on = Q(begins_at__lt=begin, closes_at__gte=now, outcome="")
    return visible_tasks(account).filter(today | going_on)


def board_of(account: Account, now: datetime) -> Board:
    """One count, the keys of each column's first, and those rows."""
    rows = with_state(todays_tasks(account, now), now)
    counts: Counter[str] = Counter()
    departments: dict[str, Counter[str]] = {}
    abnormal = 0
    for name, state, many, wrong in _counted(account, rows):
        counts[state] += many
        departments.setdefault(name, Counter())[state] += many
        abnormal += wrong
    first = {key: _first(rows, states, counts) for key, states in COLUMNS.items()}
    return Board(counts, sorted(departments.items()), _read(rows, first), abnormal, now)


def _counted(account: Account, rows: QuerySet[Any]) -> Iterator[tuple[str, str, int, int]]:
    """By the departments' keys: their names, joined to a day's thousands, took half the time."""
    grouped = rows.order_by().values("department", "state")
    found = grouped.annotate(many=Count("pk"), wrong=Count("pk", filter=Q(abnormal__gt=0)))
    names = dict(Department.objects.filter(company=account.company).values_list("pk", "name"))
    for key, *figures in found.values_list("department", "state", "many", "wrong"):
        yield names[key], *figures


def _first(rows: QuerySet[Any], states: tuple[State, ...], counts: Counter[str]) -> list[UUID]:
    """Ranked by key alone: twelve rows of a column are then joined, not a day's thousands."""
    there = [state for state in states if counts[state]]
    if not there:
        return []
    order = "-finished_at" if State.DONE in states else "due_at"
    found = rows.filter(state__in=there).order_by(order, "id")
    return [pk for pk, _ in found.values_list("pk", "state")[:SHOWN]]


def _read(rows: QuerySet[Any], first: dict[str, list[UUID]]) -> dict[str, list[Task]]:
    keys = [pk for column in first.values() for pk in column]
    wide = rows.order_by().filter(pk__in=keys).select_related("department", "by").defer("stops")
    by_key = {one.pk: one for one in wide}
    return {name: [by_key[pk] for pk in column] for name, column in first.items()}
