"""Filters of the alarm list, shared with the API (AQ 3064.3 5.3.1: time, identity, area, kind)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from anhuan.desk.lists import Filter
from anhuan.domains.alarms.models import Alarm, AlarmKind
from anhuan.domains.org.queries import account_of
from anhuan.domains.plant.models import Area

STATES = {
    "unhandled": ("未处理", Q(closed_at__isnull=True, handled_at__isnull=True)),
    "unacknowledged": ("未确认", Q(closed_at__isnull=True, acknowledged_at__isnull=True)),
    "active": ("未恢复", Q(closed_at__isnull=True, returned_at__isnull=True)),
    "handled": ("已处理待关闭", Q(closed_at__isnull=True, handled_at__isnull=False)),
    "shelved": ("搁置中", Q(closed_at__isnull=True, shelved_until__isnull=False)),
    "suppressed": ("静默中", Q(is_suppressed=True)),
    "closed": ("已关闭", Q(closed_at__isnull=False)),
}
PRIORITIES = [("1", "1 紧急"), ("2", "2 高"), ("3", "3 中"), ("4", "4 低")]
ALARM_SEARCH = ["title", "text", "area__name", "result"]


def by_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """One of `STATES`."""
    return rows.filter(STATES[value][1])


def by_person(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """People of an alarm by whole name or id; the index on `people` serves both."""
    return rows.filter(Q(people__contains=[{"name": value}]) | Q(people__contains=[{"id": value}]))


def kind_choices(request: HttpRequest) -> list[tuple[str, str]]:
    """The company's kinds."""
    rows = AlarmKind.objects.filter(company=account_of(request).company_id).order_by("priority")
    return [(kind.code, kind.name) for kind in rows]


def area_choices(request: HttpRequest) -> list[tuple[str, str]]:
    """The company's areas in use."""
    rows = Area.objects.filter(company=account_of(request).company_id, is_retired=False)
    return [(str(area.pk), area.name) for area in rows]


ALARM_FILTERS = [
    Filter("state", "处理状态", choices=[(k, v[0]) for k, v in STATES.items()], apply=by_state),
    Filter("kind", "类型", choices=kind_choices, apply="kind__code"),
    Filter("priority", "优先级", choices=PRIORITIES),
    Filter("area", "区域", choices=area_choices, apply="area_id"),
    Filter("raised_at", "报警时间", kind="date_range"),
    Filter("person", "人员", kind="text", apply=by_person),
    Filter("cause", "原因", choices=Alarm.Cause.choices),
]
