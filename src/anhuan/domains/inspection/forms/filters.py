"""Filters of tasks and abnormalities, shared by pages and the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from anhuan.desk.lists import Filter
from anhuan.domains.inspection.models import Entry
from anhuan.domains.inspection.queries.abnormal import open_abnormalities
from anhuan.domains.inspection.queries.tasks import with_state
from anhuan.domains.inspection.rules.kinds import KIND_CHOICES
from anhuan.domains.inspection.rules.states import STATE_LABELS
from anhuan.domains.org.queries import account_of, visible_departments
from anhuan.kernel import clock

Rows = QuerySet[Any]


def _departments(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in visible_departments(account_of(request))]


def _in_state(rows: Rows, value: str) -> Rows:
    return with_state(rows, clock.now()).filter(state=value)


def _open(rows: Rows, value: bool) -> Rows:
    found = open_abnormalities(rows)
    return found if value else rows.exclude(pk__in=found.values("pk"))


TASK_FILTERS = (
    Filter("state", "状态", choices=list(STATE_LABELS.items()), apply=_in_state),
    Filter("kind", "类型", choices=KIND_CHOICES),
    Filter("department", "责任部门", choices=_departments),
    Filter("abnormal", "有异常", kind="bool", apply=lambda rows, value:
           rows.filter(abnormal__gt=0) if value else rows.filter(abnormal=0)),
    Filter("begins_at", "计划时间", kind="date_range"),
)  # fmt: skip
ABNORMAL_FILTERS = (
    Filter("open", "未关闭", kind="bool", apply=_open),
    Filter("handling", "处置", choices=Entry.Handling.choices[1:]),
    Filter("department", "部门", choices=_departments),
    Filter("outside", "巡检之外发现", kind="bool", apply=lambda rows, value:
           rows.filter(entry__isnull=value)),
    Filter("at", "发现时间", kind="date_range"),
)  # fmt: skip
