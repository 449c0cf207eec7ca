"""Fixed hot-work areas: which exempt a job, what stands too near, which are due for a look."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django.db.models import QuerySet
from shapely.geometry import shape

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.models import FixedHotArea, Instrument
from anhuan.domains.permits.rules.fixed_areas import (
    Ring,
    area_blockers,
    exempts,
    review_due,
)
from anhuan.domains.plant.models import Area, Structure
from anhuan.kernel.errors import Blocker

_EXPLOSIVE_STRUCTURES = (
    Structure.Kind.UNIT, Structure.Kind.TANK, Structure.Kind.WAREHOUSE, Structure.Kind.PROCESS,
)  # fmt: skip


def visible_fixed_areas(account: Account) -> QuerySet[FixedHotArea]:
    """The plant's register."""
    rows = FixedHotArea.objects.filter(company=company_of(account))
    return rows.select_related("area", "responsible", "approved_by__person", "detector")


def fixed_areas_of(company: Company) -> list[FixedHotArea]:
    """Those the plant has."""
    return list(FixedHotArea.objects.filter(company=company, is_retired=False))


def exempting(
    areas: Iterable[FixedHotArea], geometry: dict[str, Any] | None, floors: list[int] | None,
    span: tuple[datetime, datetime], zone: tzinfo,
) -> FixedHotArea | None:  # fmt: skip
    """The one of them that holds the whole job and is in force on each of its days, or None."""
    rows = list(areas)
    if not geometry or not rows:
        return None
    job, days = shape(geometry), list(_days(span, zone))
    for row in rows:
        same_floor = not floors or set(floors) == {row.floor}
        in_force = same_floor and all(exempts(row.facts, day) for day in days)
        if in_force and shape(row.geometry).buffer(1e-6).covers(job):
            return row
    return None


def _days(span: tuple[datetime, datetime], zone: tzinfo) -> Iterator[date]:
    day, last = (one.astimezone(zone).date() for one in span)
    while day <= last:
        yield day
        day += timedelta(days=1)


def hazards_near(row: FixedHotArea) -> list[tuple[str, Ring]]:
    """Explosive areas and structures of the plant; a place in a process area is measured against
    structures alone, as its gas alarm stands for the area around it (5.5.2 e)."""
    found: list[tuple[str, Ring]] = []
    if not row.is_in_process_area:
        areas = Area.objects.filter(company=row.company_id, is_retired=False, is_explosive=True)
        found += [(one.name, ring) for one in areas if (ring := _ring(one.geometry))]
    rows = Structure.objects.filter(
        company=row.company_id, is_retired=False, kind__in=_EXPLOSIVE_STRUCTURES
    )
    return found + [(one.name, ring) for one in rows if (ring := _ring(one.geometry))]


def blockers_of(row: FixedHotArea) -> list[Blocker]:
    """Every reason against this place as it is registered (5.5.2)."""
    fixed = detectors_for(row.company).exists()
    return list(area_blockers(row.facts, hazards_near(row), knows_detectors=fixed))


def detectors_for(company: Company) -> QuerySet[Instrument]:
    """Fixed gas detectors in use: one of them may be that of a place."""
    rows = Instrument.objects.filter(company=company, is_retired=False)
    return rows.filter(form=Instrument.Form.FIXED)


def _ring(geometry: Any) -> Ring | None:
    if not isinstance(geometry, dict) or geometry.get("type") != "Polygon":
        return None
    return tuple((float(x), float(y)) for x, y, *_ in geometry["coordinates"][0])


def due_state(row: FixedHotArea, today: date) -> str:
    """unapproved, overdue, soon (a month ahead) or good."""
    due = review_due(row.facts)
    if row.approved_on is None:
        return "unapproved"
    if due is None or today > due:
        return "overdue"
    return "soon" if today + timedelta(days=30) >= due else "good"
