"""Whose positions and tracks an account may see, as conditions on rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from anhuan.domains.org import queries as org
from anhuan.domains.org.models import Account, Company, Department


@dataclass(frozen=True, slots=True)
class Scope:
    """One company, and in it all departments (None) or those named."""

    company: Company
    departments: frozenset[UUID] | None = None

    @property
    def company_id(self) -> UUID:
        """The company's key."""
        return self.company.pk

    def people(self, path: str = "") -> Q:
        """A condition on persons reached by `path` ("person__")."""
        q = Q(**{f"{path}company": self.company})
        if self.departments is None:
            return q
        return q & Q(**{f"{path}department_id__in": self.departments})

    def holders(self, path: str = "") -> Q:
        """A condition on assignments reached by `path`: their person or vehicle is in scope."""
        q = Q(**{f"{path}tag__company": self.company})
        if self.departments is None:
            return q
        inside = Q(**{f"{path}person__department_id__in": self.departments})
        return q & (inside | Q(**{f"{path}vehicle__department_id__in": self.departments}))

    def covers(self, company_id: UUID, department_id: UUID | None) -> bool:
        """Whether somebody of this company and department is in scope."""
        if company_id != self.company.pk:
            return False
        return self.departments is None or department_id in self.departments


def scope_of(account: Account, right: str) -> Scope:
    """Where the account holds `right`; Http404 for accounts that belong to no company."""
    departments = org.scope_of(account, right)
    named = None if departments is None else frozenset(departments)
    return Scope(org.company_of(account), named)


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
