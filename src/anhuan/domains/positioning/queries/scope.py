"""Whose positions and tracks an account may see: the whole company, or below its departments."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from anhuan.domains.org.models import Account, Company, Department
from anhuan.domains.org.rules import roles_allow


@dataclass(frozen=True, slots=True)
class Scope:
    """One company, and in it all departments (None) or those named."""

    company_id: UUID
    departments: frozenset[UUID] | None = None

    def people(self, path: str = "") -> Q:
        """A condition on persons reached by `path` ("person__")."""
        q = Q(**{f"{path}company_id": self.company_id})
        if self.departments is None:
            return q
        return q & Q(**{f"{path}department_id__in": self.departments})

    def holders(self, path: str = "") -> Q:
        """A condition on assignments reached by `path`: their person or vehicle is in scope."""
        q = Q(**{f"{path}tag__company_id": self.company_id})
        if self.departments is None:
            return q
        inside = Q(**{f"{path}person__department_id__in": self.departments})
        return q & (inside | Q(**{f"{path}vehicle__department_id__in": self.departments}))

    def covers(self, company_id: UUID, department_id: UUID | None) -> bool:
        """Whether somebody of this company and department is in scope."""
        if company_id != self.company_id:
            return False
        return self.departments is None or department_id in self.departments


def company_of(account: Account) -> Company:
    """The plant the account works in; Http404 for accounts that belong to none."""
    if account.company is None:
        raise Http404("账号不属于任何企业")
    return account.company


def scope_of(account: Account, right: str) -> Scope:
    """Where the account holds `right`. Departments include everything below them."""
    company_id = company_of(account).pk
    granted = [g for g in account.grants.all() if roles_allow([g.role], right)]
    if any(grant.department_id is None for grant in granted):
        return Scope(company_id)
    tops = {grant.department_id for grant in granted if grant.department_id}
    return Scope(company_id, frozenset(_below(company_id, tops)))


def ancestors_by_department(company: Company) -> dict[UUID, frozenset[UUID]]:
    """Each department with itself and all above it; one query."""
    rows = Department.objects.without_tree_fields().filter(company=company)
    parent: dict[UUID, UUID | None] = dict(rows.values_list("id", "parent_id"))
    return {department: frozenset(_up(parent, department)) for department in parent}


def _up(parent: dict[UUID, UUID | None], start: UUID) -> Iterable[UUID]:
    here: UUID | None = start
    while here is not None:
        yield here
        here = parent.get(here)


def _below(company_id: UUID, tops: set[UUID]) -> Iterable[UUID]:
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    rows = Department.objects.without_tree_fields().filter(company_id=company_id)
    for department, parent in rows.values_list("id", "parent_id"):
        children[parent].append(department)
    waiting = list(tops)
    while waiting:
        here = waiting.pop()
        yield here
        waiting += children[here]
