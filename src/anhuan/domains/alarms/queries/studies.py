"""Where people gather too often, and what was found about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.alarms.models import Alarm, GatheringStudy
from anhuan.domains.alarms.rules import CROWD_CODES
from anhuan.domains.alarms.rules import studies as rules
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area


@dataclass(frozen=True, slots=True)
class Place:
    """A place of frequent warnings with its last study, if there is one."""

    area: Area
    spot: rules.Spot
    study: GatheringStudy | None


def frequent_places(account: Account, since: datetime, least: int) -> list[Place]:
    """The places of the company with so many gathering warnings since then, the worst first."""
    company = company_of(account)
    spots = rules.frequent(gatherings_since(company, since), least)
    areas = Area.objects.in_bulk([one.area for one in spots])
    last: dict[UUID, GatheringStudy] = {}
    rows = visible_studies(account).filter(area__in=areas).order_by("opened_at")
    for study in rows:
        last[study.area_id] = study
    return [Place(areas[one.area], one, last.get(one.area)) for one in spots]


def gatherings_since(company: Company, since: datetime) -> list[rules.Gathering]:
    """Warnings raised since then; tests and silenced ones are no gatherings."""
    rows = Alarm.objects.filter(
        company=company, kind__code__in=CROWD_CODES, raised_at__gte=since, area__isnull=False
    ).exclude(cause=Alarm.Cause.TEST)
    return [
        rules.Gathering(area, at, priority, len(people))
        for area, at, priority, people in rows.values_list(
            "area_id", "raised_at", "priority", "people"
        )
        if area
    ]


def times_at(area: Area, since: datetime, until: datetime) -> int:
    """How many warnings a place had in [since, until)."""
    found = gatherings_since(area.company, since)
    return sum(one.area == area.pk and one.at < until for one in found)


def effect_of(study: GatheringStudy, now: datetime) -> tuple[int, timedelta]:
    """Warnings since the study was written, and how long that is."""
    return times_at(study.area, study.opened_at, now), now - study.opened_at


def visible_studies(account: Account) -> QuerySet[GatheringStudy]:
    """All of the company's, the newest first."""
    rows = GatheringStudy.objects.filter(company=company_of(account))
    return rows.select_related("area__company", "owner", "company")


def get_study_for(account: Account, pk: UUID) -> GatheringStudy:
    """One of them, else 404."""
    return get_object_or_404(visible_studies(account), pk=pk)
