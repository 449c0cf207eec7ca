"""Reading job areas, gate passages and sounders."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.models import GatePassage, JobArea, Sounder

CREW = ("guardians", "workers", "admitted")


def visible_job_areas(account: Account) -> QuerySet[JobArea]:
    """All of the company's, the newest first."""
    rows = JobArea.objects.filter(company=company_of(account))
    return rows.prefetch_related(*CREW).order_by("-valid_from")


def get_job_area_for(account: Account, pk: UUID) -> JobArea:
    """One of them, else 404."""
    return get_object_or_404(visible_job_areas(account), pk=pk)


def open_job_areas(company: Company, now: datetime) -> QuerySet[JobArea]:
    """Those in force, or still to come."""
    rows = JobArea.objects.filter(company=company, closed_at__isnull=True, valid_until__gt=now)
    return rows.prefetch_related(*CREW).order_by("pk")


def job_areas_of(company: Company, source: tuple[str, str]) -> QuerySet[JobArea]:
    """What one permit has drawn."""
    rows = JobArea.objects.filter(company=company, source_type=source[0], source_id=source[1])
    return rows.prefetch_related(*CREW)


def visible_passages(account: Account) -> QuerySet[GatePassage]:
    """All of the company's, the newest first."""
    rows = GatePassage.objects.filter(company=company_of(account))
    return rows.select_related("person").order_by("-at")


def visible_sounders(account: Account) -> QuerySet[Sounder]:
    """Those in use."""
    rows = Sounder.objects.filter(company=company_of(account), is_retired=False)
    return rows.select_related("area", "company").order_by("number")


def get_sounder_for(account: Account, pk: UUID) -> Sounder:
    """One of them, else 404."""
    return get_object_or_404(visible_sounders(account), pk=pk)


def people_by_last_passage(company: Company, since: datetime) -> QuerySet[Any]:
    """People who went through a gate since then, with `way` and `passed_at` of the last time."""
    last = GatePassage.objects.filter(company=company, person=OuterRef("pk")).order_by("-at")
    rows = Person.objects.filter(company=company).annotate(
        way=Subquery(last.values("way")[:1]),
        passed_at=Subquery(last.values("at")[:1]),
        gate=Subquery(last.values("gate")[:1]),
    )
    return rows.filter(passed_at__gte=since)
