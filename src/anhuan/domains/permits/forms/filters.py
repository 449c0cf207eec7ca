"""The ledger's eleven dimensions (AQ 3064.2-2025 5.11.3), shared by pages and the API."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from anhuan.desk.lists import Filter
from anhuan.domains.org.models import Person
from anhuan.domains.org.queries import account_of, contractors_of, visible_departments
from anhuan.domains.permits.models import PermitAlarm, PermitPerson
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.domains.permits.queries.todo import approvals_of
from anhuan.domains.permits.rules.kinds import KINDS
from anhuan.domains.permits.rules.states import DAY_GROUPS, STATE_LABELS
from anhuan.domains.plant.queries import visible_areas

Rows = QuerySet[Any]
GRADES = {level.code: level.label for info in KINDS.values() for level in info.levels if level.code}
GROUP_LABELS = {
    "reserved": "已预约", "applied": "已申请", "running": "进行中", "done": "已完成",
    "cancelled": "已取消",
}  # fmt: skip


def _units(request: HttpRequest) -> list[tuple[Any, str]]:
    rows = visible_departments(account_of(request))
    return [(one.pk, one.name) for one in rows]


def _areas(request: HttpRequest) -> list[tuple[Any, str]]:
    return list(visible_areas(account_of(request)).values_list("pk", "name"))


def _contractors(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in contractors_of(account_of(request))]


def _me(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(account_of(request).pk, "我签批过的")]


def _with_person(rows: Rows, value: str) -> Rows:
    """By id, or by name or number."""
    people = Person.objects.filter(company=_company(rows))
    try:
        found = people.filter(pk=UUID(value))
    except ValueError:
        found = people.filter(name__icontains=value) | people.filter(number=value)
    keys = list(found.values_list("pk", flat=True))  # looked up once, not for every permit
    named = PermitPerson.objects.filter(person__in=keys)
    return rows.filter(pk__in=named.values("permit"))


def _with_structure(rows: Rows, value: str) -> Rows:
    """By tag number, or by a part of the name."""
    found = Q(structure__code=value) | Q(structure__name__icontains=value)
    return rows.filter(found)


def _company(rows: Rows) -> Any:
    return rows.values_list("company", flat=True)[:1]


def _with_alarm(rows: Rows, value: str) -> Rows:
    return rows.filter(pk__in=PermitAlarm.objects.filter(code=value).values("permit"))


def _in_group(rows: Rows, value: str) -> Rows:
    return rows.filter(state__in=DAY_GROUPS[value])


def _signed_by(rows: Rows, value: str) -> Rows:
    """What an account has approved, by its id (AQ 3064.2-2025 5.12.3)."""
    try:
        given = approvals_of(UUID(value))
    except ValueError:
        return rows.none()
    return rows.filter(pk__in=given.values("permit"))


PERMIT_FILTERS = (
    Filter("kind", "作业类型", choices=KIND_CHOICES),
    Filter("grade", "作业级别", choices=list(GRADES.items())),
    Filter("area", "作业位置", choices=_areas),
    Filter("structure", "设备设施", kind="text", apply=_with_structure),
    Filter("unit", "作业申请单位", choices=_units),
    Filter("work_unit", "作业单位", kind="text"),
    Filter("contractor", "承包商", choices=_contractors),
    Filter("person", "作业人员", kind="text", apply=_with_person),
    Filter("state", "作业状态", choices=list(STATE_LABELS.items())),
    Filter("group", "当日状态", choices=list(GROUP_LABELS.items()), apply=_in_group),
    Filter("starts_at", "作业时间", kind="date_range"),
    Filter("alarm", "报警类型", kind="text", apply=_with_alarm),
    Filter("signed_by", "签批人", choices=_me, apply=_signed_by),
    Filter("is_contractor", "承包商作业", kind="bool",
           apply=lambda rows, value: rows.filter(contractor__isnull=not value)),
)  # fmt: skip
PERMIT_SEARCH = ("number__istartswith", "content", "place")
