"""What time alone does to tasks: reminders, missed, the superior told. Survives restarts."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.inspection.actions.telling import tell_changed, tell_people
from anhuan.domains.inspection.models import Task
from anhuan.domains.inspection.queries.tasks import settings_of

AT_ONCE = 500
MINUTE = timedelta(minutes=1)


def tick(now: datetime) -> int:
    """Everything that is due; how many tasks were touched."""
    return _remind(now) + _miss(now) + _escalate(now)


def _remind(now: datetime) -> int:
    """To those who should do it, before it is late (INS-024)."""
    rows = Task.objects.filter(outcome="", opens_at__lte=now, due_at__gte=now)
    rows = rows.exclude(told__contains=["before"]).select_related("plan")
    due = [
        task for task in rows.order_by("due_at")[:AT_ONCE]
        if task.plan.remind_min and now >= task.due_at - MINUTE * task.plan.remind_min
    ]  # fmt: skip
    return sum(_tell(task, "before", "巡检即将到期", now) for task in due)


def _miss(now: datetime) -> int:
    """Nobody did it in its time nor in the make-up time (INS-021)."""
    rows = Task.objects.filter(outcome="", closes_at__lt=now).order_by("closes_at")
    return sum(_missed(pk, now) for pk in list(rows.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _missed(pk: UUID, now: datetime) -> int:
    rows = Task.objects.select_for_update(skip_locked=True, of=("self",))
    task = rows.select_related("company", "department", "plan").filter(pk=pk, outcome="").first()
    if task is None or task.closes_at >= now:
        return 0
    task.outcome = Task.Outcome.MISSED
    task.told = [*task.told, "missed"]
    task.save(update_fields=["outcome", "told"])
    record(SYSTEM, "inspection_missed", task, after={"closes_at": task.closes_at.isoformat()})
    tell_changed(task, now)
    tell_people(task, "巡检漏检", priority=3)
    return 1


def _escalate(now: datetime) -> int:
    """The superior learns of what was missed and is still not made good."""
    day_ago = now - timedelta(days=1)
    rows = Task.objects.filter(
        Q(outcome=Task.Outcome.MISSED), closes_at__lt=now, closes_at__gte=day_ago
    )
    rows = rows.exclude(told__contains=["superior"]).select_related("company", "department")
    count = 0
    for task in rows.order_by("closes_at")[:AT_ONCE]:
        wait = MINUTE * settings_of(task.company).escalate_min
        if now >= task.closes_at + wait:
            count += _tell(task, "superior", "巡检漏检未处理", now, superiors=True)
    return count


@transaction.atomic
def _tell(task: Task, mark: str, word: str, now: datetime, *, superiors: bool = False) -> int:
    rows = Task.objects.select_for_update(skip_locked=True, of=("self",))
    held = rows.select_related("company", "department").filter(pk=task.pk).first()
    if held is None or mark in held.told:
        return 0
    held.told = [*held.told, mark]
    held.save(update_fields=["told"])
    tell_people(held, word, superiors=superiors, priority=3 if superiors else 4)
    return 1
