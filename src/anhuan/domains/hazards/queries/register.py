"""What this slice asks of registers it does not know: risk objects, measures, permits.

The slices that have them append their lookups when the product starts; until then the plant's
major hazard sources are the only coded objects.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from anhuan.domains.org.models import Account, Company
from anhuan.domains.plant.models import MajorHazardSource


@dataclass(frozen=True, slots=True)
class RiskObject:
    """A risk analysis object with its national code."""

    code: str
    name: str
    area: UUID | None = None


@dataclass(frozen=True, slots=True)
class RiskLink:
    """What hangs on a measure or on a unit: names for the ledger, codes for the province."""

    object_code: str = ""
    object_name: str = ""
    unit_id: UUID | None = None
    unit_name: str = ""
    measure_id: UUID | None = None
    measure_name: str = ""


@dataclass(frozen=True, slots=True)
class PermitCard:
    """A permit as a hazard names it."""

    id: UUID
    label: str
    url: str = ""
    state: str = ""


Objects = Callable[[Company], Iterable[RiskObject]]
OBJECTS: list[Objects] = []
# (company, measure id, unit id) → what hangs on it; None: not mine.
LINKS: list[Callable[[Company, UUID | None, UUID | None], RiskLink | None]] = []
# (account, ids or None for those one may choose) → cards, newest first.
PERMITS: list[Callable[[Account, Iterable[UUID] | None], Iterable[PermitCard]]] = []


def hazard_source_objects(company: Company) -> Iterator[RiskObject]:
    """The plant's major hazard sources."""
    for one in MajorHazardSource.objects.filter(company=company, is_retired=False):
        yield RiskObject(one.code, one.name, one.area_id)


def objects_of(company: Company) -> list[RiskObject]:
    """Every coded object, each code once."""
    found = {one.code: one for source in OBJECTS for one in source(company)}
    return sorted(found.values(), key=lambda one: one.code)


def object_at(company: Company, area: UUID | None) -> RiskObject | None:
    """The one object of an area; None when there is none, or more than one to choose from."""
    here = [one for one in objects_of(company) if area and one.area == area]
    return here[0] if len(here) == 1 else None


def link_of(company: Company, measure: UUID | None, unit: UUID | None) -> RiskLink | None:
    """What hangs on a measure or unit of the register."""
    if measure is None and unit is None:
        return None
    found = (look(company, measure, unit) for look in LINKS)
    return next((one for one in found if one), None)


def permit_cards(account: Account, ids: Iterable[UUID] | None = None) -> list[PermitCard]:
    """Permits one may see: those of these ids, or those one may link."""
    return [card for look in PERMITS for card in look(account, ids)]
