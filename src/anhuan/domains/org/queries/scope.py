"""How far an account sees: the whole company, or what lies below some departments."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from anhuan.domains.org.models import Account, Department
from anhuan.domains.org.rules import roles_allow


def scope_of(account: Account, right: str) -> set[UUID] | None:
    """The departments in which the account holds the right; None = everywhere."""
    granting = [scope for role, scope in account.scopes if roles_allow([role], right)]
    if any(department is None for department in granting):
        return None
    return departments_below(account.company_id, granting)


def departments_below(company_id: UUID | None, roots: Iterable[UUID]) -> set[UUID]:
    """The departments and everything under them, at any depth."""
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for pk, parent in Department.objects.filter(company_id=company_id).values_list(
        "pk", "parent_id"
    ):
        children[parent].append(pk)
    found: set[UUID] = set()
    waiting = list(roots)
    while waiting:
        department = waiting.pop()
        if department not in found:
            found.add(department)
            waiting += children[department]
    return found
