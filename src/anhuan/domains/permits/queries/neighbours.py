"""What else goes on near a permit: every other permit as far as its neighbours care (4.7)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.conflicts import (
    Conflict,
    Job,
    activities_of,
    conflicts_of,
)
from anhuan.domains.permits.rules.facts import facts_from_values
from anhuan.domains.permits.rules.kinds import KINDS, Kind
from anhuan.domains.permits.rules.states import ISSUED_STATES, State

# Who is asked for: whatever is signed, or about to be.
NEAR = (*ISSUED_STATES, State.APPROVING)
_OF_JOB = (
    "number", "kind", "values", "geometry", "starts_at", "ends_at", "valid_until", "structure_id",
    "area__kind", "area__is_explosive", "job__coordinator",
)  # fmt: skip


def conflicts(look: Look) -> list[Conflict]:
    """Everything that stands against this permit, blocking ones first."""
    me = job_of(look.permit)
    return conflicts_of(me, neighbours(look.permit), look.figures) if me else []


def neighbours(permit: Permit) -> Iterator[Job]:
    """Every other permit of the company that is under way in the same span."""
    for row in meanwhile(permit).select_related("area", "job").only(*_OF_JOB):
        if job := job_of(row):
            yield job


def meanwhile(permit: Permit) -> QuerySet[Permit]:
    """Their rows."""
    return Permit.objects.filter(
        company=permit.company_id, state__in=NEAR, starts_at__lt=_until(permit),
        ends_at__gt=permit.starts_at,
    ).exclude(pk=permit.pk)  # fmt: skip


def job_of(permit: Permit) -> Job | None:
    """As the rules take it; None while no place is drawn."""
    outline = tuple(outline_of(permit.geometry)) if permit.geometry else ()
    if not outline:
        return None
    kind, area, values = Kind(permit.kind), permit.area, permit.values
    flags = facts_from_values(values).flags
    tank_farm = area is not None and area.kind == "tank_farm"
    return Job(
        id=str(permit.pk), name=f"{permit.number} {KINDS[kind].short}", kind=kind,
        starts_at=permit.starts_at, ends_at=_until(permit), outline=outline,
        z_m=_heights(values), is_explosive_area=bool(area and area.is_explosive),
        activities=activities_of(flags),
        dike=str(permit.area_id) if tank_farm else "", line=str(values.get("line") or ""),
        space=str(permit.structure_id or values.get("space_name") or ""),
        coordinator=permit.job.coordinator if permit.job else "",
        work=str(permit.job_id or ""),
    )  # fmt: skip


def _until(permit: Permit) -> datetime:
    return permit.valid_until or permit.ends_at


def _heights(values: dict[str, Any]) -> tuple[float, float] | None:
    height = values.get("height_m")
    return (float(height), float(height) + 2.0) if isinstance(height, int | float) else None


def outline_of(geometry: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """A point, a line's ends, or an area's corners."""
    points = geometry["coordinates"]
    if geometry["type"] == "Point":
        points = [points]
    elif geometry["type"] == "Polygon":
        points = points[0][:-1]
    for point in points:
        yield float(point[0]), float(point[1])
