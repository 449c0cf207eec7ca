"""How far an account sees: the people of its departments, in its own company."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of, scope_of
from anhuan.domains.training.models import TrainingSettings

M = TypeVar("M", bound=Model)


def about_people(rows: QuerySet[M], account: Account, right: str) -> QuerySet[M]:
    """Those rows that are about people of the departments in which the account holds the right."""
    departments = scope_of(account, right)
    return rows if departments is None else rows.filter(person__department_id__in=departments)


def of_company(model: type[M], account: Account) -> QuerySet[M]:
    """Rows of the account's own company."""
    manager: Any = model._default_manager
    found: QuerySet[M] = manager.filter(company=company_of(account))
    return found


def settings_of(company: Company) -> TrainingSettings:
    """The plant's settings, or the defaults unsaved."""
    found = TrainingSettings.objects.filter(company=company).first()
    return found or TrainingSettings(company=company)
