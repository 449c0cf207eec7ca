"""The forms of a plant: current ones, and the version a permit began with."""

from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.models import FormTemplate, Permit
from anhuan.domains.permits.rules import forms


def visible_forms(account: Account) -> QuerySet[FormTemplate]:
    """Every version the plant has."""
    return FormTemplate.objects.filter(company=company_of(account))


def current_form(company: Company, kind: str) -> FormTemplate | None:
    """The version new permits begin with."""
    return FormTemplate.objects.filter(company=company, kind=kind, is_current=True).first()


def form_of(permit: Permit) -> forms.FormTemplate:
    """The version the permit began with, as the rules take it."""
    return _parsed(permit.template_id)


@lru_cache(maxsize=256)
def _parsed(pk: UUID) -> forms.FormTemplate:
    """Versions never change, so that one reading is enough."""
    return forms.parse_template(FormTemplate.objects.values_list("content", flat=True).get(pk=pk))
