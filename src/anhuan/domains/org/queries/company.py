"""The company, its tree of departments, its posts and its contractors."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company, Department, Post


def company_of(account: Account) -> Company:
    """The account's company, else 404 (an account of nobody sees nothing)."""
    if account.company is None:
        raise Http404("账号没有所属企业")
    return account.company


def contractors_of(account: Account) -> QuerySet[Company]:
    """Contractor firms; registered once, shared by the plants of this node."""
    company_of(account)
    return Company.objects.filter(kind=Company.Kind.CONTRACTOR)


def get_contractor_for(account: Account, pk: UUID | str) -> Company:
    """One of them, else 404."""
    return get_object_or_404(contractors_of(account), pk=pk)


def visible_departments(account: Account) -> QuerySet[Department]:
    """The company's departments."""
    found: QuerySet[Department] = Department.objects.filter(company=company_of(account))
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
