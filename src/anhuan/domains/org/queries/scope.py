"""How far an account sees: the whole company, or what lies below some departments."""

from collections import defaultdict
from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.http import HttpRequest

from anhuan.domains.org.models import Account, Department
from anhuan.domains.org.rules import roles_allow


def account_of(request: HttpRequest) -> Account:
    """The account behind a request that `desk.pages.page` or `desk.api.HasRight` let through."""
    return cast(Account, request.user)


def scope_of(account: Account, right: str) -> set[UUID] | None:
    """The departments in which the account holds the right; None = everywhere."""
    granting = [scope for role, scope in account.scopes if roles_allow([role], right)]
    if any(department is None for department in granting):
        return None
    return departments_below(granting)


def departments_below(roots: Iterable[UUID]) -> set[UUID]:
    """The departments and everything under them, at any depth."""
    wanted = list(roots)
    companies = Department.objects.filter(pk__in=wanted).values("company")
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    links = Department.objects.filter(company__in=companies).values_list("pk", "parent_id")
    for pk, parent in links:
        children[parent].append(pk)
    found: set[UUID] = set()
    while wanted:
        department = wanted.pop()
        if department not in found:
            found.add(department)
            wanted += children[department]
    return found
