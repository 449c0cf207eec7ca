"""Narrowing the register: by department, level, control level, person (DUAL-042) and more."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from anhuan.desk.lists import Filter
from anhuan.domains.org.queries import account_of, departments_below, visible_departments
from anhuan.domains.risk.models import RiskObject
from anhuan.domains.risk.queries import reviews_due, visible_objects
from anhuan.domains.risk.rules.classes import CLASSES_1, SOURCE_CHOICES
from anhuan.domains.risk.rules.levels import CONTROL_CHOICES, LEVEL_CHOICES
from anhuan.domains.risk.rules.methods import METHOD_CHOICES

Rows = QuerySet[Any]


def _departments(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in visible_departments(account_of(request))]


def _objects(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in visible_objects(account_of(request))]


def _of_department(rows: Rows, value: str) -> Rows:
    """The unit's own department, else the object's; those below count."""
    wanted = departments_below([UUID(value)])
    own = Q(event__unit__department_id__in=wanted)
    above = Q(event__unit__department__isnull=True,
              event__unit__object__department_id__in=wanted)  # fmt: skip
    return rows.filter(own | above)


def _of_person(rows: Rows, value: str) -> Rows:
    """Whoever checks the measure, or answers for its unit or object: by name or number."""
    hit = Q()
    for path in ("person", "event__unit__person", "event__unit__object__person"):
        hit |= Q(**{f"{path}__name__icontains": value}) | Q(**{f"{path}__number": value})
    return rows.filter(hit)


def _to_review(rows: Rows, value: str) -> Rows:
    """Assessed longer ago than the plant lets it be."""
    first = rows.select_related("company").first()
    due = reviews_due(first.company, timezone.localdate()) if first else []
    return rows.filter(event__in=[one.pk for one in due])


REGISTER_FILTERS = (
    Filter("department", "责任部门", choices=_departments, apply=_of_department),
    Filter("level", "风险等级", choices=LEVEL_CHOICES, apply="event__level"),
    Filter("control", "管控层级", choices=CONTROL_CHOICES, apply="event__control"),
    Filter("person", "责任人", kind="text", apply=_of_person),
    Filter("object", "装置/罐区/库区", choices=_objects, apply="event__unit__object"),
    Filter("method", "评价方法", choices=METHOD_CHOICES, apply="event__method"),
    Filter("class", "措施分类", choices=list(CLASSES_1.items()), apply="class_2__startswith"),
    Filter("source", "管控方式", choices=SOURCE_CHOICES, apply="data_source"),
    Filter("review", "复评", choices=[("due", "到期应复评")], apply=_to_review),
)
REGISTER_SEARCH = (
    "text", "check_content", "event__name", "event__unit__name", "event__unit__object__name",
)  # fmt: skip
OBJECT_FILTERS = (
    Filter("department", "责任部门", choices=_departments, apply="department"),
    Filter("level", "风险等级", choices=LEVEL_CHOICES, apply="level"),
    Filter("kind", "类别", choices=RiskObject.Kind.choices),
)
OBJECT_SEARCH = ("name", "code", "own_code")
UNIT_FILTERS = (
    Filter("object", "装置/罐区/库区", choices=_objects, apply="object"),
    Filter("level", "风险等级", choices=LEVEL_CHOICES, apply="level"),
)
EVENT_FILTERS = (
    Filter("object", "装置/罐区/库区", choices=_objects, apply="unit__object"),
    Filter("level", "风险等级", choices=LEVEL_CHOICES, apply="level"),
    Filter("control", "管控层级", choices=CONTROL_CHOICES, apply="control"),
    Filter("method", "评价方法", choices=METHOD_CHOICES, apply="method"),
)
