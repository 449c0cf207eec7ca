"""Reading job areas."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.models import JobArea, LatestPosition
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.domains.positioning.rules.job_areas import LONGEST, space_zone
from anhuan.kernel import clock

CREW = ("guardians", "workers", "admitted")
WITH_POSTS = tuple(f"{name}__post" for name in CREW)


def visible_job_areas(account: Account) -> QuerySet[JobArea]:
    """All of the company's, the newest first."""
    rows = JobArea.objects.filter(company=company_of(account)).select_related("company")
    return rows.prefetch_related(*WITH_POSTS).order_by("-valid_from")


def get_job_area_for(account: Account, pk: UUID) -> JobArea:
    """One of them, else 404."""
    return get_object_or_404(visible_job_areas(account), pk=pk)


def open_job_areas(company: Company, now: datetime) -> QuerySet[JobArea]:
    """Those in force at `now`, or still to come then."""
    is_open = Q(closed_at__isnull=True) | Q(closed_at__gt=now)
    rows = JobArea.objects.filter(is_open, company=company, valid_until__gt=now)
    return rows.prefetch_related(*CREW).order_by("pk")


def job_areas_of(company: Company, source: tuple[str, str]) -> QuerySet[JobArea]:
    """What one permit has drawn."""
    rows = JobArea.objects.filter(company=company, source_type=source[0], source_id=source[1])
    return rows.prefetch_related(*CREW)


def job_area_of_zone(company: Company, zone: UUID) -> JobArea | None:
    """The job area an alarm's zone is: the area itself, or the confined space inside it."""
    rows = JobArea.objects.filter(company=company)
    lately = rows.filter(space__isnull=False, valid_until__gt=clock.now() - LONGEST)
    guarded = (area for area in lately if space_zone(area.pk) == zone)
    return rows.filter(pk=zone).first() or next(guarded, None)


def alarms_of(area: JobArea) -> QuerySet[Alarm]:
    """Who left it and who came in, its confined space too; the newest first."""
    zones = (str(area.pk), str(space_zone(area.pk)))
    rows = Alarm.objects.filter(company_id=area.company_id, inputs__zone__in=zones)
    return rows.select_related("kind").order_by("-raised_at")


def latest_of_crew(account: Account, area: JobArea) -> dict[UUID, LatestPosition]:
    """Where those of the crew are, or were last, whom the asker may see; by person."""
    scope = scope_of(account, "positions.view")
    crew = {person.pk for name in CREW for person in getattr(area, name).all()}
    rows = open_assignments().filter(scope.people("person__"), person__in=crew)
    rows = rows.filter(tag__latest__isnull=False).select_related("tag__latest__area")
    return {row.person_id: row.tag.latest for row in rows if row.person_id}
