"""Making tasks ahead of their time, each once, whoever makes them and how often (INS-022)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from anhuan.domains.inspection.events import TasksMade
from anhuan.domains.inspection.models import Plan, Route, RouteStop, Standard, StandardItem, Task
from anhuan.domains.inspection.queries.calendars import plant_calendar
from anhuan.domains.inspection.queries.planning import (
    everybody_of,
    pauses_of,
    recurrence_of,
    resting_points,
    standstills_of,
    whose_turn,
)
from anhuan.domains.inspection.queries.progress import NO_POINT
from anhuan.domains.inspection.rules.pauses import Pause, after_pauses
from anhuan.domains.inspection.rules.recurrence import Slot, slots
from anhuan.domains.inspection.rules.windows import Window
from anhuan.domains.outbox.actions import emit
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid_of

ONE_DAY = timedelta(days=1)
AT_ONCE = 2000  # rows in one statement
_ITEM = (
    "part", "category", "method", "name", "kind", "unit", "low", "high", "choices", "normal",
    "needs_photo", "process_point", "may_differ",
)  # fmt: skip


def generate_due(now: datetime) -> int:
    """Every plan that has less made than it wants ahead; how many tasks are new."""
    plans = Plan.objects.filter(is_retired=False, is_paused=False).order_by("pk")
    return sum(generate(plan, now) for plan in plans)


@transaction.atomic
def generate(plan: Plan, now: datetime) -> int:
    """Make this plan's tasks up to its days ahead; how many are new.

    A plan another worker is at is left to that. What a standing-still worker has left out is made
    too: nobody did it, and that must show.
    """
    rows = Plan.objects.select_for_update(skip_locked=True, of=("self",))
    held = rows.select_related("company", "route").filter(pk=plan.pk).first()
    if held is None or (held.route and held.route.is_paused):
        return 0
    until = now + ONE_DAY * held.ahead_days
    since = held.made_until or _midnight(now)
    if until <= since:
        return 0
    calendar = plant_calendar(held.company, since - ONE_DAY, until)
    wanted = slots(recurrence_of(held), calendar, since, until)
    if held.made_until is None:  # what was over before there was a plan was nobody's duty
        wanted = (slot for slot in wanted if slot.end > now)
    made = _make(held, list(wanted))
    Plan.objects.filter(pk=held.pk).update(made_until=until)
    if made:
        emit(held.company.code, TasksMade(held.pk, made))
    return made


def _make(plan: Plan, wanted: Sequence[Slot]) -> int:
    pauses, stops = pauses_of(standstills_of(plan)), _stops(plan)
    tasks = [_task(plan, slot, pauses, stops) for slot in wanted]
    known = set(Task.objects.filter(pk__in=[t.pk for t in tasks]).values_list("pk", flat=True))
    new = [task for task in tasks if task.pk not in known]
    Task.objects.bulk_create(new, batch_size=AT_ONCE)
    through = Task.people.through
    people = everybody_of(plan)
    links = [
        through(task_id=task.pk, person_id=person.pk)
        for task in new
        for person in whose_turn(plan, people, timezone.localtime(task.slot_at).date())
    ]
    through.objects.bulk_create(links, batch_size=AT_ONCE)
    return len(new)


def _task(plan: Plan, slot: Slot, pauses: Sequence[Pause], stops: list[dict[str, Any]]) -> Task:
    task = Task(
        id=uuid_of("inspection", plan.pk, slot.begin), company_id=plan.company_id, plan=plan,
        route_id=plan.route_id, department_id=plan.department_id, kind=plan.kind,
        name=plan.name, team=slot.team, slot_at=slot.begin, stops=stops,
    )  # fmt: skip
    lay(task, plan, slot, pauses)
    return task


def lay(task: Task, plan: Plan, slot: Slot, pauses: Sequence[Pause]) -> None:
    """Set the task's window and whether it rests, as things stand."""
    kept = after_pauses(slot, pauses)
    window = Window(
        kept.slot.begin, kept.slot.end,
        timedelta(minutes=plan.tolerance_min), timedelta(minutes=plan.make_up_min),
    )  # fmt: skip
    task.begins_at, task.ends_at = window.begin, window.end
    task.opens_at, task.due_at, task.closes_at = window.opens_at, window.due_at, window.closes_at
    task.outcome = Task.Outcome.PAUSED if kept.reason else Task.Outcome.NONE
    task.reason = kept.reason


def _stops(plan: Plan) -> list[dict[str, Any]]:
    if plan.route_id is None:
        assert plan.standard is not None  # a constraint of the table
        return [_stop(NO_POINT, plan.name, [plan.standard])]
    resting = resting_points(plan, clock.now())
    rows = route_stops(plan.route)
    return [
        _stop(str(row.point_id), row.point.name, row.point.standards.all(),
              is_paused=str(row.point_id) in resting,
              stay_s=row.stay_s, longest_min=row.longest_min)
        for row in rows
    ]  # fmt: skip


def route_stops(route: Route | None) -> list[RouteStop]:
    """A route's stops in order, with everything a task keeps of them."""
    kept = Standard.objects.filter(is_retired=False).prefetch_related("items")
    rows = RouteStop.objects.filter(route=route, point__is_retired=False)
    rows = rows.select_related("point").prefetch_related(Prefetch("point__standards", kept))
    return list(rows.order_by("position"))


def _stop(
    point: str, name: str, standards: Any, *, is_paused: bool = False, stay_s: int = 0,
    longest_min: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    items = [_item(item) for standard in standards for item in standard.items.all()]
    return {
        "point": point, "name": name, "is_paused": is_paused, "stay_s": stay_s,
        "longest_min": longest_min, "items": items,
    }  # fmt: skip


def _item(item: StandardItem) -> dict[str, Any]:
    measure = str(item.risk_measure_id) if item.risk_measure_id else None
    return {"id": str(item.pk), "measure": measure, **{name: getattr(item, name) for name in _ITEM}}


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
