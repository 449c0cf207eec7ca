"""The danger area and the safe places as shapes that positions are held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area


@dataclass(frozen=True, slots=True)
class Ground:
    """A shape on some floors; None = all of them."""

    polygon: BaseGeometry
    floors: frozenset[int] | None = None

    def holds(self, x_m: float, y_m: float, floor: int) -> bool:
        """Whether a point in plant metres is inside."""
        is_floor = self.floors is None or floor in self.floors
        return is_floor and bool(shapely.intersects_xy(self.polygon, x_m, y_m))


@dataclass(frozen=True, slots=True)
class Places:
    """What an evacuation is about: the danger area, its core, muster points and gates."""

    danger: Ground
    core: Ground
    musters: Sequence[tuple[UUID, Ground]] = ()
    gates: Sequence[Ground] = ()

    def muster_at(self, x_m: float, y_m: float, floor: int) -> UUID | None:
        """The muster point there, if one is."""
        return next((pk for pk, one in self.musters if one.holds(x_m, y_m, floor)), None)

    def is_gate(self, x_m: float, y_m: float, floor: int) -> bool:
        """Whether a gate area is there."""
        return any(one.holds(x_m, y_m, floor) for one in self.gates)


def ground_of(
    geometry: dict[str, Any], radius_m: float | None, floors: Sequence[int] | None
) -> Ground:
    """A stored shape: a polygon, or a point with its radius."""
    drawn = shape(geometry)
    whole = drawn.buffer(radius_m or 0.0, quad_segs=32) if geometry["type"] == "Point" else drawn
    prepared = shapely.make_valid(whole)
    shapely.prepare(prepared)
    return Ground(prepared, frozenset(floors) if floors else None)


def core_of(danger: Ground, margin_m: float) -> Ground:
    """The danger area without its rim; a place too narrow for a rim is all core."""
    inner = danger.polygon.buffer(-margin_m) if margin_m else danger.polygon
    if inner.is_empty:
        return danger
    shapely.prepare(inner)
    return Ground(inner, danger.floors)


def places_of(evacuation: Evacuation, margin_m: float) -> Places:
    """Everything positions of this evacuation are held against."""
    danger = ground_of(evacuation.geometry, evacuation.radius_m, evacuation.floors)
    musters = [(one.pk, _area(one)) for one in evacuation.musters.all()]
    gates = Area.objects.filter(
        company=evacuation.company_id, kind=Area.Kind.GATE, is_retired=False
    )
    return Places(danger, core_of(danger, margin_m), musters, [_area(one) for one in gates])


def safe_musters(company: Company, danger: Ground) -> list[Area]:
    """The muster points whose middle lies outside the danger area."""
    rows = Area.objects.filter(company=company, kind=Area.Kind.MUSTER, is_retired=False)
    return [one for one in rows if not _middle_in(one, danger)]


def _middle_in(area: Area, danger: Ground) -> bool:
    middle = shape(area.geometry).representative_point()
    return bool(shapely.intersects(danger.polygon, middle))


def _area(area: Area) -> Ground:
    return ground_of(area.geometry, None, area.floors)
