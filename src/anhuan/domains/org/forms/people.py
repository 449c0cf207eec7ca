"""Filters of the people list; shared by the page and the API."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from anhuan.desk.lists import Filter
from anhuan.domains.org.models import Person
from anhuan.domains.org.queries import visible_departments, visible_posts
from anhuan.domains.org.queries.scope import departments_below


def _departments(request: HttpRequest) -> Iterable[tuple[Any, str]]:
    return [(d.pk, d.name) for d in visible_departments(request.user)]  # type: ignore[arg-type]


def _posts(request: HttpRequest) -> Iterable[tuple[Any, str]]:
    return [(p.pk, p.name) for p in visible_posts(request.user)]  # type: ignore[arg-type]


def _in_department(people: QuerySet[Person], value: str) -> QuerySet[Person]:
    from uuid import UUID

    first = people.first()
    company = first.company_id if first else None
    return people.filter(department_id__in=departments_below(company, [UUID(value)]))


PEOPLE_FILTERS = (
    Filter("kind", "类型", choices=Person.Kind.choices),
    Filter("department", "部门", choices=_departments, apply=_in_department),
    Filter("post", "岗位", choices=_posts, apply="post_id"),
    Filter("special", "特种作业", kind="bool", apply="is_special_worker"),
    Filter("retired", "离职/离厂", kind="bool", apply="is_retired"),
)
