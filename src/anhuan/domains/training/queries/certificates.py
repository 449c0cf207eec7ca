"""Certificates on file."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Least
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.training.models import Certificate, CertificateKind
from anhuan.domains.training.queries.scoped import about_people, of_company

VIEW, EDIT = "training.view", "training.edit"


def visible_kinds(account: Account) -> QuerySet[CertificateKind]:
    """The kinds the plant keeps."""
    return of_company(CertificateKind, account)


def get_kind_for(account: Account, pk: UUID) -> CertificateKind:
    """One of them, else 404."""
    return get_object_or_404(visible_kinds(account), pk=pk)


def visible_certificates(account: Account, right: str = VIEW) -> QuerySet[Certificate]:
    """Those of people the account may see; `until` is the last good day (null: without end)."""
    rows = about_people(of_company(Certificate, account), account, right)
    return with_until(rows).select_related("person__employer", "person__department", "kind")


def with_until(rows: QuerySet[Certificate]) -> QuerySet[Any]:
    """The same with `until`; PostgreSQL's LEAST passes over nulls."""
    return rows.annotate(until=Least(F("valid_until"), F("reviewed_until")))


def get_certificate_for(account: Account, pk: UUID, right: str = VIEW) -> Certificate:
    """One of them, else 404."""
    return get_object_or_404(visible_certificates(account, right), pk=pk)


def certificates_of(person: Person) -> QuerySet[Certificate]:
    """One person's, those in force first."""
    rows = with_until(Certificate.objects.filter(person=person)).select_related("kind")
    return rows.order_by("is_void", F("until").asc(nulls_last=True))


def held_by(company: Company, people: Collection[UUID]) -> QuerySet[Certificate]:
    """Those of these people, void ones first: what stands later counts."""
    rows = Certificate.objects.filter(company=company, person__in=people)
    return rows.select_related("kind").order_by("-is_void", "id")
