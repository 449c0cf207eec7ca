"""The company, its tree of departments, its posts and its contractors."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company, Department, Person, Post
from anhuan.domains.org.rules import LEVELS


def company_of(account: Account) -> Company:
    """The account's company, else 404 (an account of nobody sees nothing)."""
    if account.company is None:
        raise Http404("账号没有所属企业")
    return account.company


def contractors_of(account: Account) -> QuerySet[Company]:
    """Contractor firms; registered once, shared by the plants of this node."""
    company_of(account)
    return Company.objects.filter(kind=Company.Kind.CONTRACTOR)


def contractors_with_people(account: Account) -> QuerySet[Company]:
    """The same with `present`: how many of their people are registered at this plant."""
    here = Q(company=company_of(account), is_retired=False)
    count = Person.objects.filter(here, employer=OuterRef("pk")).order_by().values("employer")
    counted = Subquery(count.annotate(n=Count("pk")).values("n"))
    return contractors_of(account).annotate(present=Coalesce(counted, 0))


def get_contractor_for(account: Account, pk: UUID | str) -> Company:
    """One of them, else 404."""
    return get_object_or_404(contractors_of(account), pk=pk)


def visible_departments(account: Account) -> QuerySet[Department]:
    """The company's departments."""
    found: QuerySet[Department] = Department.objects.filter(company=company_of(account))
    return found


def departments_with_people(account: Account) -> QuerySet[Department]:
    """The same with `head_count` and `level_order` (company first)."""
    order = Case(*(When(level=level, then=n) for n, level in enumerate(LEVELS)))
    people = Count("people", filter=Q(people__is_retired=False), distinct=True)
    rows = visible_departments(account).select_related("parent")
    found: QuerySet[Department] = rows.annotate(head_count=people, level_order=order)
    return found


def get_department_for(account: Account, pk: UUID | str) -> Department:
    """One of them, else 404."""
    return get_object_or_404(visible_departments(account), pk=pk)


def visible_posts(account: Account) -> QuerySet[Post]:
    """The company's posts."""
    return Post.objects.filter(company=company_of(account)).select_related("department")


def get_post_for(account: Account, pk: UUID | str) -> Post:
    """One of them, else 404."""
    return get_object_or_404(visible_posts(account), pk=pk)


@dataclass(slots=True)
class Box:
    """One box of the organisation chart. `people` counts its own and those below."""

    department: Department
    people: int = 0
    below: list["Box"] = field(default_factory=list)


def chart_of(company: Company) -> list[Box]:
    """The tree as boxes, with head counts."""
    own = dict(
        Person.objects.filter(company=company, is_retired=False, department__isnull=False)
        .order_by()
        .values_list("department")
        .annotate(Count("pk"))
    )
    boxes: dict[UUID, Box] = {}
    roots: list[Box] = []
    rows = [row for row, _ in tree_of(company)]
    for row in rows:
        box = boxes[row.pk] = Box(row, own.get(row.pk, 0))
        (boxes[row.parent_id].below if row.parent_id in boxes else roots).append(box)
    for row in reversed(rows):
        if row.parent_id in boxes:
            boxes[row.parent_id].people += boxes[row.pk].people
    return roots


def tree_of(company: Company) -> list[tuple[Department, int]]:
    """Departments in use with their depth, parents before children, in the order shown."""
    children: dict[UUID | None, list[Department]] = {}
    for row in Department.objects.filter(company=company, is_retired=False):
        children.setdefault(row.parent_id, []).append(row)
    found: list[tuple[Department, int]] = []
    waiting = [(row, 0) for row in reversed(children.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        found.append((row, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(row.pk, []))]
    return found
