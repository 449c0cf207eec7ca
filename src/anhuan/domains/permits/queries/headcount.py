"""Who is where now, for the system itself: areas by visits, permits by their drawn places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry import shape

from anhuan.domains.org.models import Company, Person
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.permits import settings_of
from anhuan.domains.permits.rules.states import ISSUED_STATES, State
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import ZoneVisit
from anhuan.domains.positioning.queries.devices import open_assignments


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody with a fresh position, plant metres."""

    person: Person
    x_m: float
    y_m: float
    floor: int


def standing(company: Company, now: datetime) -> list[Standing]:
    """Everybody who was located just now."""
    rows = open_assignments().filter(
        person__company=company, tag__latest__t__gte=_fresh(company, now)
    )
    return [
        Standing(row.person, fix.x_m, fix.y_m, fix.floor)
        for row in rows.select_related("person", "tag__latest")
        for fix in (row.tag.latest,)
        if row.person is not None
    ]


def _fresh(company: Company, now: datetime) -> datetime:
    return now - timedelta(seconds=settings_of(company).position_fresh_s)


def within(permit: Permit, people: Iterable[Standing]) -> Iterator[Standing]:
    """Those inside the drawn place, on its floors."""
    rows = list(people)
    if not permit.geometry or not rows:
        return
    ground = shape(permit.geometry).buffer(permit.radius_m or 0.0)
    hits = shapely.intersects_xy(
        ground, np.array([one.x_m for one in rows]), np.array([one.y_m for one in rows])
    )
    for k in np.flatnonzero(hits).tolist():
        if not permit.floors or rows[k].floor in permit.floors:
            yield rows[k]


def inside_area(area: Area, now: datetime, at_least: timedelta = timedelta()) -> list[Person]:
    """Who has been in an area for so long, and is still heard there."""
    visits = ZoneVisit.objects.filter(
        area=area, left_at__isnull=True, entered_at__lte=now - at_least,
        tag__latest__t__gte=_fresh(area.company, now), tag__assignments__until__isnull=True,
        tag__assignments__person__isnull=False,
    )  # fmt: skip
    return list(Person.objects.filter(pk__in=visits.values("tag__assignments__person")))


def planned_in(permit: Permit, states: Iterable[State] = ISSUED_STATES) -> int:
    """How many people other permits of the same area bring there in the same span."""
    others = Permit.objects.filter(
        company=permit.company_id, area=permit.area_id, state__in=list(states),
        starts_at__lt=permit.valid_until or permit.ends_at, ends_at__gt=permit.starts_at,
    ).exclude(pk=permit.pk)  # fmt: skip
    named = others.filter(people__left_at__isnull=True).values("people__person").distinct()
    return named.exclude(people__person__in=people_of(permit)).count()


def people_of(permit: Permit) -> list[UUID]:
    """Everybody it names now."""
    rows = permit.people.filter(left_at__isnull=True)
    return list(rows.values_list("person", flat=True).distinct())
