"""Entries of the tasks an account may see."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from anhuan.domains.inspection.models import Entry
from anhuan.domains.inspection.queries.tasks import visible_tasks
from anhuan.domains.org.models import Account

_NARROWED = {"task": "task", "point": "point", "item": "item_id"}


def visible_readings(account: Account, asked: Mapping[str, str]) -> QuerySet[Entry]:
    """Narrowed by any of task, point, item; an id that is none finds nothing."""
    rows = Entry.objects.filter(task__in=visible_tasks(account).values("pk"))
    for name, column in _NARROWED.items():
        if given := asked.get(name):
            rows = rows.filter(**{column: given}) if _is_uuid(given) else rows.none()
    return rows


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
