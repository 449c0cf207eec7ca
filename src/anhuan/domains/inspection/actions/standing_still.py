"""Stops, overhauls and holidays: noted with a reason, and laid over the tasks already made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from anhuan.domains.audit.actions import field_blockers, record
from anhuan.domains.inspection.actions.generating import lay
from anhuan.domains.inspection.actions.telling import tell_changed
from anhuan.domains.inspection.models import Plan, Point, Route, Standstill, Task
from anhuan.domains.inspection.queries.planning import pauses_of, resting_points, standstills_of
from anhuan.domains.inspection.rules.recurrence import Slot
from anhuan.domains.org.models import Account, Department
from anhuan.domains.org.queries import company_of
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any

NOT_WALKED = (Task.Outcome.NONE, Task.Outcome.PAUSED, Task.Outcome.MISSED)


@dataclass(frozen=True, slots=True)
class Still:
    """What stands still, why, from when until when; naming nothing: the whole plant."""

    kind: str
    reason: str
    begins_at: datetime
    ends_at: datetime | None = None
    plans: tuple[Plan, ...] = ()
    routes: tuple[Route, ...] = ()
    points: tuple[Point, ...] = ()
    departments: tuple[Department, ...] = ()


@transaction.atomic
def note_standstill(by: Account, asked: Still) -> Standstill:
    """Spare what nobody has walked, missed ones too: a stop is often written down afterwards."""
    row = Standstill(
        company=company_of(by), kind=asked.kind, reason=asked.reason.strip(),
        begins_at=asked.begins_at, ends_at=asked.ends_at,
    )  # fmt: skip
    refuse_if_any(_blockers(row, asked))
    row.save(force_insert=True)
    for name in ("plans", "routes", "points", "departments"):
        getattr(row, name).set(getattr(asked, name))
    record(by, "create", row, after=_facts(row))
    _lay_again(row)
    return row


@transaction.atomic
def end_standstill(by: Account, row: Standstill, at: datetime) -> Standstill:
    """Work goes on from then: tasks whose end lies after it are due again."""
    refuse_if_any(_end_blockers(row, at))
    before, row.ends_at = _facts(row), at
    row.save(update_fields=["ends_at"])
    record(by, "edit", row, before=before, after=_facts(row))
    _lay_again(row)
    return row


@transaction.atomic
def withdraw_standstill(by: Account, row: Standstill, reason: str) -> Standstill:
    """It was a mistake: whatever nobody has walked is due again, or missed."""
    if not reason.strip():
        refuse_if_any([Blocker("reason_missing", "请填写撤销原因")])
    row.is_withdrawn = True
    row.save(update_fields=["is_withdrawn"])
    record(by, "retire", row, before=_facts(row), note=reason)
    _lay_again(row)
    return row


def _blockers(row: Standstill, asked: Still) -> Iterable[Blocker]:
    yield from field_blockers(row, whole=False)
    if asked.ends_at and asked.ends_at <= asked.begins_at:
        yield Blocker("ends_before", "结束时间应晚于开始时间")
    named: tuple[Model, ...] = (*asked.plans, *asked.routes, *asked.points, *asked.departments)
    if any(getattr(one, "company_id", None) != row.company_id for one in named):
        yield Blocker("other_company", "只能选择本企业的计划、路线、点位和部门")


def _end_blockers(row: Standstill, at: datetime) -> Iterable[Blocker]:
    if row.is_withdrawn:
        yield Blocker("withdrawn", "该停检记录已撤销")
    if at <= row.begins_at:
        yield Blocker("ends_before", "结束时间应晚于开始时间")


def _lay_again(row: Standstill) -> None:
    """Every task nobody has walked that the record may touch, under all records there are."""
    now = clock.now()
    rows = _touched(row).filter(outcome__in=NOT_WALKED).select_related("plan", "company")
    pauses: dict[Any, Any] = {}
    for task in rows.select_for_update(of=("self",)):
        plan = task.plan
        if plan.pk not in pauses:
            pauses[plan.pk] = pauses_of(standstills_of(plan))
        was = task.outcome
        lay(task, plan, Slot(task.slot_at, task.ends_at, task.team), pauses[plan.pk])
        resting = resting_points(plan, task.begins_at)
        task.stops = [
            stop | {"is_paused": stop["point"] in resting} if stop["point"] else stop
            for stop in task.stops
        ]
        task.save()
        if was != task.outcome:
            tell_changed(task, now)


def _touched(row: Standstill) -> Any:
    rows = Task.objects.filter(company=row.company_id, ends_at__gte=row.begins_at)
    named = Q()
    for name, column in (("plans", "plan"), ("routes", "route"), ("departments", "department")):
        if found := list(getattr(row, name).values_list("pk", flat=True)):
            named |= Q(**{f"{column}__in": found})
    if points := list(row.points.values_list("pk", flat=True)):
        named |= Q(route__stops__point__in=points)
    pks = rows.filter(named).values_list("pk", flat=True).distinct() if named else None
    return rows if pks is None else Task.objects.filter(pk__in=list(pks))


def _facts(row: Standstill) -> dict[str, Any]:
    return {
        "kind": row.kind, "reason": row.reason, "begins_at": row.begins_at.isoformat(),
        "ends_at": row.ends_at.isoformat() if row.ends_at else None,
    }  # fmt: skip
