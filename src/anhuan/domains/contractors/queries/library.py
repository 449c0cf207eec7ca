"""Firms in the library, their people, the blacklist."""

from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from anhuan.domains.contractors.models import (
    Bar,
    Contractor,
    ContractorSettings,
    FirmPaper,
    Member,
    Team,
)
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.queries import company_of, contractors_of, visible_people

VIEW, EDIT, APPROVE = "contractors.view", "contractors.edit", "contractors.approve"


def settings_of(company: Company) -> ContractorSettings:
    """The plant's settings, or the defaults unsaved."""
    found = ContractorSettings.objects.filter(company=company).first()
    return found or ContractorSettings(company=company)


def visible_contractors(account: Account) -> QuerySet[Contractor]:
    """The plant's library, with `present`: how many of their people are on its books."""
    here = Q(company=company_of(account), is_retired=False)
    count = Person.objects.filter(here, employer=OuterRef("firm")).order_by().values("employer")
    counted = Subquery(count.annotate(n=Count("pk")).values("n"))
    rows = Contractor.objects.filter(company=company_of(account))
    return rows.select_related("firm", "company").annotate(present=Coalesce(counted, 0))


def get_contractor_for(account: Account, pk: UUID) -> Contractor:
    """One of them, else 404."""
    return get_object_or_404(visible_contractors(account), pk=pk)


def firms_outside(account: Account) -> QuerySet[Company]:
    """Firms of this node that are not in the plant's library yet."""
    known = Contractor.objects.filter(company=company_of(account)).values("firm")
    return contractors_of(account).filter(is_retired=False).exclude(pk__in=known)


def visible_papers(account: Account) -> QuerySet[FirmPaper]:
    """Papers of the library's firms that are in use."""
    rows = FirmPaper.objects.filter(contractor__company=company_of(account), is_retired=False)
    return rows.select_related("contractor__firm", "contractor__company")


def get_paper_for(account: Account, pk: UUID) -> FirmPaper:
    """One of them, else 404."""
    return get_object_or_404(visible_papers(account), pk=pk)


def visible_teams(account: Account) -> QuerySet[Team]:
    """Teams of the library's firms."""
    rows = Team.objects.filter(contractor__company=company_of(account))
    return rows.select_related("contractor__firm", "contractor__company", "leader")


def get_team_for(account: Account, pk: UUID) -> Team:
    """One of them, else 404."""
    return get_object_or_404(visible_teams(account), pk=pk)


def visible_members(account: Account, right: str = VIEW) -> QuerySet[Person]:
    """People of contractors on the plant's books, with the decision about each (`admission`)."""
    rows = visible_people(account, right).filter(employer__isnull=False)
    decided = F("contractor_member__admission")
    return rows.select_related("contractor_member__team").annotate(admission=decided)


def get_member_for(account: Account, pk: UUID, right: str = VIEW) -> Person:
    """One of them, else 404."""
    return get_object_or_404(visible_members(account, right), pk=pk)


def member_of(person: Person) -> Member:
    """The decision about somebody, or a fresh undecided one."""
    return getattr(person, "contractor_member", None) or Member(person=person)


def visible_bars(account: Account) -> QuerySet[Bar]:
    """The plant's blacklist, lifted entries too."""
    rows = Bar.objects.filter(company=company_of(account))
    return rows.select_related("firm", "person__employer", "by__person", "company")


def get_bar_for(account: Account, pk: UUID) -> Bar:
    """One of them, else 404."""
    return get_object_or_404(visible_bars(account), pk=pk)
