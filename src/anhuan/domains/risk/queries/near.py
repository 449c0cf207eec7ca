"""What the register tells other slices: risks near a place, measures to check, units.

Contracts. They answer plain frozen data by company, without an account: the caller has gated who
asks for what.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from shapely.geometry import Point, shape

from anhuan.domains.org.models import Company
from anhuan.domains.risk.models import RiskEvent, RiskMeasure, RiskUnit
from anhuan.domains.risk.queries.register import department_of, person_of
from anhuan.domains.risk.rules.classes import reported_cycle
from anhuan.domains.risk.rules.levels import Level

NEAR_M = 15.0


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """One measure: what it is, what to look at when it is checked, when and by whom."""

    id: UUID
    text: str
    class_2: str
    check_content: str
    problem: str
    data_source: str
    cycle_count: int | None
    cycle_unit: str
    post: UUID | None
    person: UUID | None

    @property
    def reported_cycle(self) -> tuple[int, str] | None:
        """As table 4 has it, None where no cycle is set."""
        if not self.cycle_count:
            return None
        return reported_cycle(self.cycle_count, self.cycle_unit)


@dataclass(frozen=True, slots=True)
class KnownRisk:
    """One event with its place in the register, its level and its measures."""

    event: UUID
    unit: UUID
    object: UUID
    object_name: str
    unit_name: str
    name: str
    hazard: str
    consequence: str
    accidents: tuple[str, ...]
    level: str
    control: str
    hazard_code: str
    area: UUID | None
    structure: UUID | None
    department: UUID
    person: UUID
    measures: tuple[KnownMeasure, ...]


def risks_near(
    company: Company, *, area: UUID | None = None, structure: UUID | None = None,
    point: tuple[float, float] | None = None, radius_m: float = NEAR_M,
) -> list[KnownRisk]:  # fmt: skip
    """Risks of an equipment, an area, or within `radius_m` of a point (plant metres).

    Those of the equipment first, then by level; risks without a level last.
    """
    found = [
        one for one in _events(company)
        if _is_near(one.unit, area, structure, point, radius_m)
    ]  # fmt: skip
    ranks = {level.value: place for place, level in enumerate(Level)}
    found.sort(key=lambda one: (
        structure is None or one.unit.structure_id != structure, ranks.get(one.level, len(ranks)),
    ))  # fmt: skip
    return [_known(one) for one in found]


def checked_risks(company: Company) -> list[KnownRisk]:
    """Every risk with the measures people check (管控方式 隐患排查, or none given): what check
    tasks are generated from (附件2 4.1.2)."""
    checked = RiskMeasure.objects.filter(is_retired=False).exclude(data_source="1")
    return [
        known for known in (_known(one) for one in _events(company, checked)) if known.measures
    ]  # fmt: skip


def measure_of(company: Company, pk: UUID) -> RiskMeasure | None:
    """One measure in use, with its branch, for whoever links to it."""
    rows = RiskMeasure.objects.filter(company=company, pk=pk, is_retired=False)
    return rows.select_related("event__unit__object").first()


def units_of(company: Company) -> QuerySet[RiskUnit]:
    """Units in use with their objects: what a hidden hazard is bound to."""
    rows = RiskUnit.objects.filter(object__company=company, is_retired=False)
    return rows.select_related("object__area", "structure", "department", "person")


def _events(company: Company, measures: Any = None) -> Iterable[RiskEvent]:
    rows = RiskEvent.objects.filter(
        unit__object__company=company, is_retired=False, unit__is_retired=False
    )
    own = RiskMeasure.objects.filter(is_retired=False) if measures is None else measures
    return rows.select_related(
        "unit__object__area", "unit__object__department", "unit__object__person",
        "unit__structure", "unit__department", "unit__person",
    ).prefetch_related(Prefetch("measures", own))  # fmt: skip


def _is_near(
    unit: RiskUnit, area: UUID | None, structure: UUID | None,
    point: tuple[float, float] | None, radius_m: float,
) -> bool:  # fmt: skip
    if structure is not None and unit.structure_id == structure:
        return True
    if area is not None and unit.object.area_id == area:
        return True
    if point is None:
        return False
    place = unit.structure or unit.object.area
    return place is not None and bool(shape(place.geometry).distance(Point(*point)) <= radius_m)


def _known(event: RiskEvent) -> KnownRisk:
    unit, above = event.unit, event.unit.object
    return KnownRisk(
        event=event.pk, unit=unit.pk, object=above.pk, object_name=above.name,
        unit_name=unit.name, name=event.name, hazard=event.hazard,
        consequence=event.consequence, accidents=tuple(event.accidents), level=event.level,
        control=event.control, hazard_code=above.code or above.own_code, area=above.area_id,
        structure=unit.structure_id, department=department_of(unit).pk, person=person_of(unit).pk,
        measures=tuple(_measure(one) for one in event.measures.all()),
    )  # fmt: skip


def _measure(one: RiskMeasure) -> KnownMeasure:
    return KnownMeasure(
        one.pk, one.text, one.class_2, one.check_content, one.problem, one.data_source,
        one.cycle_count, one.cycle_unit, one.post_id, one.person_id,
    )  # fmt: skip
