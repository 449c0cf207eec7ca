"""What goes out when something happens to a task."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from anhuan.domains.inspection.events import TaskChanged
from anhuan.domains.inspection.models import Task
from anhuan.domains.inspection.rules.states import state
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import accounts_with_role
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.actions import emit


def tell_changed(task: Task, now: datetime) -> None:
    """Boards and pages read the task again."""
    found = state(task.window, task.course, now)
    emit(task.company.code, TaskChanged(task.pk, task.plan_id, found, task.abnormal))


def tell_people(task: Task, word: str, *, superiors: bool = False, priority: int = 4) -> None:
    """Those who should do it, or whoever is above them, by the channels of the house."""
    accounts: Iterable[Account] = Account.objects.filter(
        person__in=task.people.all(), is_active=True
    )
    if superiors:
        accounts = accounts_with_role(task.company, Role.DEPARTMENT_HEAD, task.department)
    due = timezone.localtime(task.due_at)
    message = Message(
        topic=f"inspection:{task.pk}", title=f"{word}：{task.name}"[:100],
        text=f"{task.department}，应于 {due:%m-%d %H:%M} 前完成",
        url=reverse("inspection:task", args=[task.pk]), priority=priority,
    )  # fmt: skip
    post(task.company, accounts, message)
