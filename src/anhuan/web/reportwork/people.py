"""People and areas: tables B.1 and B.2, whenever they change (AQ 3064.3-2025 8.2)."""

import json
from collections.abc import Iterator
from typing import Any

from anhuan.domains.org.models import Company, Person
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.models import Area, Site
from anhuan.domains.plant.queries import known_site
from anhuan.domains.positioning.models import JobArea
from anhuan.domains.reporting.actions import take_row
from anhuan.domains.reporting.actions.intake import About
from anhuan.domains.reporting.queries.targets import code_of
from anhuan.kernel import clock

TYPES = {"staff": "01", "contractor": "02", "visitor": "03"}  # of `Person.map_kind`


def report_person(event: OutboxEvent) -> None:
    """Somebody was made, changed or left."""
    take_person(Person.objects.get(pk=event.data["person"]))


def take_person(person: Person) -> None:
    """Their row as they are now."""
    take_row(person.company, "AQL_B1", person_row(person), clock.now(), About(title=person.name))


def person_row(person: Person) -> dict[str, Any]:
    """Table B.1, 12 columns."""
    unit = person.employer or person.department
    return {
        "ID": str(person.pk),
        "COMPANY_CODE": code_of(person.company),
        "COMPANY_NAME": person.company.name,
        "PERSON_NAME": person.name,
        "IDENTIFY_NUM": person.identity_no,
        "PERSON_TYPE": TYPES[person.map_kind],
        "BIRTHDAY": person.born_on,
        "GENDER": "1" if person.sex == Person.Sex.MALE else "0",
        "POSITION_NAME": person.post.name if person.post else person.duty_title or person.trade,
        "MOBILE_NUMBER": person.phone,
        "AFFILIATED_DEPARTMENT": unit.name if unit else "",
        "DELETED": str(int(person.is_retired)),
    }


def report_areas(event: OutboxEvent) -> None:
    """Something drawn changed: what is the same is not sent again."""
    what = event.data.get("what")
    for company in Company.objects.filter(code=event.company):
        if what in ("areas", "site"):
            take_areas(company)
        if what in ("job_areas", "site"):
            take_job_areas(company)


def take_areas(company: Company) -> None:
    """Every area: fixed zones."""
    for one in Area.objects.filter(company=company):
        _take_zone(company, str(one.pk), one.name, "1", one.geometry, is_gone=one.is_retired)


def take_job_areas(company: Company) -> None:
    """Areas of works: temporary zones."""
    for one in JobArea.objects.filter(company=company):
        gone = one.closed_at is not None
        _take_zone(company, str(one.pk), one.name, "0", one.geometry, is_gone=gone)


def _take_zone(
    company: Company, key: str, name: str, kind: str, geometry: Any, *, is_gone: bool
) -> None:
    site = known_site(company)
    if site is None:
        return
    row = {
        "ID": key, "COMPANY_CODE": code_of(company), "ZONE_NAME": name, "ZONE_TYPE": kind,
        "GEO": json.dumps(on_earth(site, geometry)), "DELETED": str(int(is_gone)),
    }  # fmt: skip
    take_row(company, "AQL_B2", row, clock.now(), About(title=name))


def on_earth(site: Site, geometry: dict[str, Any]) -> dict[str, Any]:
    """GeoJSON of plant metres as GeoJSON of CGCS2000 degrees, seven decimals: a centimetre."""
    return {"type": geometry["type"], "coordinates": _turned(site, geometry["coordinates"])}


def _turned(site: Site, found: Any) -> Any:
    if isinstance(found[0], int | float):
        lon, lat = site.georeference.to_lonlat(found[0], found[1])
        return [round(lon, 7), round(lat, 7)]
    return [_turned(site, one) for one in found]


def everybody(company: Company) -> Iterator[Person]:
    """Whoever may be in the plant."""
    rows = Person.objects.filter(company=company, is_retired=False)
    yield from rows.select_related("company", "employer", "department", "post").iterator(500)
