"""The ledger's filters, shared by pages and the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from anhuan.desk.lists import Filter
from anhuan.domains.hazards.rules.codes import (
    KIND_CHOICES,
    LEVEL_CHOICES,
    SOURCE_CHOICES,
    WAY_CHOICES,
)
from anhuan.domains.hazards.rules.states import IN_TREATMENT, OPEN, STATE_LABELS
from anhuan.domains.org.queries import account_of, visible_departments
from anhuan.domains.plant.queries import visible_areas
from anhuan.kernel import clock

Rows = QuerySet[Any]


def _units(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in visible_departments(account_of(request))]


def _areas(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in visible_areas(account_of(request))]


def _overdue(rows: Rows, value: bool) -> Rows:
    late = {"state__in": IN_TREATMENT, "due_at__lte": clock.now()}
    return rows.filter(**late) if value else rows.exclude(**late)


HAZARD_FILTERS = (
    Filter("state", "状态", choices=list(STATE_LABELS.items())),
    Filter("open", "未关闭", kind="bool", apply=lambda rows, value:
           rows.filter(state__in=OPEN) if value else rows.exclude(state__in=OPEN)),
    Filter("overdue", "逾期", kind="bool", apply=_overdue),
    Filter("level", "隐患等级", choices=LEVEL_CHOICES),
    Filter("kind", "隐患类型", choices=KIND_CHOICES),
    Filter("source", "隐患来源", choices=SOURCE_CHOICES),
    Filter("way", "治理类型", choices=WAY_CHOICES),
    Filter("unit", "整改责任单位", choices=_units),
    Filter("area", "区域", choices=_areas),
    Filter("person", "整改责任人", kind="text", apply="rectifier_name"),
    Filter("found_at", "排查时间", kind="date_range"),
    Filter("due_at", "整改期限", kind="date_range"),
    Filter("recurrent", "复发", kind="bool", apply=lambda rows, value:
           rows.filter(recurrence_of__isnull=not value)),
)  # fmt: skip
HAZARD_SEARCH = ("number__istartswith", "name", "description", "place")
