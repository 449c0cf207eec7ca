"""What a hazard belongs to: coded objects, units and measures of the risk register; permits.

The register lies below this slice and is read as it is. Permits stand above: the slice that has
them appends its lookup when the product starts.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from anhuan.domains.org.models import Account, Company
from anhuan.domains.plant.models import MajorHazardSource
from anhuan.domains.risk.models import RiskMeasure, RiskObject, RiskUnit


@dataclass(frozen=True, slots=True)
class CodedObject:
    """A risk analysis object with its national code (HAZARD_CODE)."""

    code: str
    name: str
    area: UUID | None = None


@dataclass(frozen=True, slots=True)
class RiskLink:
    """What hangs on a measure or on a unit: names for the ledger, codes for the province."""

    object_code: str
    object_name: str
    unit_id: UUID
    unit_name: str
    measure_name: str = ""


@dataclass(frozen=True, slots=True)
class PermitCard:
    """A permit as a hazard names it."""

    id: UUID
    label: str
    url: str = ""
    state: str = ""


# (account, ids; None for those one may choose from) → cards, newest first.
PERMITS: list[Callable[[Account, Iterable[UUID] | None], Iterable[PermitCard]]] = []


def objects_of(company: Company) -> list[CodedObject]:
    """Every coded object of the plant, each code once: the register's, then hazard sources."""
    found: dict[str, CodedObject] = {}
    for one in (*_registered(company), *_sources(company)):
        found.setdefault(one.code, one)
    return sorted(found.values(), key=lambda one: one.code)


def _registered(company: Company) -> Iterator[CodedObject]:
    for one in RiskObject.objects.filter(company=company, is_retired=False):
        if code := one.code or one.own_code:
            yield CodedObject(code, one.name, one.area_id)


def _sources(company: Company) -> Iterator[CodedObject]:
    for one in MajorHazardSource.objects.filter(company=company, is_retired=False):
        yield CodedObject(one.code, one.name, one.area_id)


def units_of(company: Company) -> list[tuple[str, str]]:
    """Units in use as choices: key, object and unit."""
    rows = RiskUnit.objects.filter(object__company=company, is_retired=False)
    named = rows.values_list("pk", "object__name", "name").order_by("object__name", "name")
    return [(str(pk), f"{top} / {name}") for pk, top, name in named]


def measures_of(company: Company) -> list[tuple[str, str]]:
    """Measures in use as choices: key, unit and measure."""
    rows = RiskMeasure.objects.filter(company=company, is_retired=False)
    named = rows.values_list("pk", "event__unit__name", "text").order_by("event__unit__name", "pk")
    return [(str(pk), f"{unit} / {text}"[:120]) for pk, unit, text in named]


def object_at(company: Company, area: UUID | None) -> CodedObject | None:
    """The one object of an area; None when there is none, or more than one to choose from."""
    here = [one for one in objects_of(company) if area and one.area == area]
    return here[0] if len(here) == 1 else None


def link_of(company: Company, measure: UUID | None, unit: UUID | None) -> RiskLink | None:
    """What hangs on a measure or unit of the register; None for what is not there."""
    found = _measure(company, measure) if measure else None
    row = found.event.unit if found else _unit(company, unit) if unit else None
    if row is None:
        return None
    top, words = row.object, found.text if found else ""
    return RiskLink(top.code or top.own_code, top.name[:100], row.pk, row.name[:100], words[:300])


def _measure(company: Company, pk: UUID) -> RiskMeasure | None:
    rows = RiskMeasure.objects.filter(company=company)
    return rows.select_related("event__unit__object").filter(pk=pk).first()


def _unit(company: Company, pk: UUID) -> RiskUnit | None:
    rows = RiskUnit.objects.filter(object__company=company)
    return rows.select_related("object").filter(pk=pk).first()


def permit_cards(account: Account, ids: Iterable[UUID] | None = None) -> list[PermitCard]:
    """Permits one may see: those of these ids, or those one may link."""
    return [card for look in PERMITS for card in look(account, ids)]
