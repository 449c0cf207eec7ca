"""Classes of vehicle, parking places and routes; the engine reads them again at once."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.actions.checked import save_and_tell
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.domains.vehicles.models import ParkingPlace, Route, VehicleClass
from anhuan.domains.vehicles.rules import roads as rules
from anhuan.kernel.errors import Blocker

ENGINE_READS = "vehicles"
R = TypeVar("R", VehicleClass, ParkingPlace, Route)


def save_class(
    actor: Actor, company: Company, vehicle_class: VehicleClass | None = None, **changes: Any
) -> VehicleClass:
    """A class of vehicle, new or changed."""
    row = vehicle_class or VehicleClass(company=company)
    draft = draft_of(row, changes)
    found = rules.class_blockers(draft.speed_limit_kmh, draft.stop_after_s)
    return _save(actor, row, changes, found)


def save_parking(
    actor: Actor, company: Company, place: ParkingPlace | None = None, **changes: Any
) -> ParkingPlace:
    """A parking place, new or changed."""
    row = place or ParkingPlace(company=company)
    found = rules.shape_blockers(draft_of(row, changes).geometry, "Polygon")
    return _save(actor, row, changes, found)


def save_route(actor: Actor, company: Company, route: Route | None = None, **changes: Any) -> Route:
    """A route, new or changed."""
    row = route or Route(company=company)
    draft = draft_of(row, changes)
    found = [*rules.shape_blockers(draft.geometry, "LineString"),
             *rules.width_blockers(draft.half_width_m)]  # fmt: skip
    return _save(actor, row, changes, found)


def retire_class(actor: Actor, vehicle_class: VehicleClass) -> VehicleClass:
    """Its limits hold no longer."""
    return _retire(actor, vehicle_class)


def retire_parking(actor: Actor, place: ParkingPlace) -> ParkingPlace:
    """Nobody may stand there any more."""
    return _retire(actor, place)


def retire_route(actor: Actor, route: Route) -> Route:
    """Nobody is sent along it any more; trips that go on keep it."""
    return _retire(actor, route)


def _save(actor: Actor, row: R, changes: dict[str, Any], found: Iterable[Blocker]) -> R:
    return save_and_tell(actor, row, changes, row.company, ENGINE_READS, found)


@transaction.atomic
def _retire(actor: Actor, row: R) -> R:
    row.is_retired = True
    row.save(update_fields=["is_retired"])
    record(actor, "retire", row, before={"is_retired": False}, after={"is_retired": True})
    emit(row.company.code, ConfigChanged(what=ENGINE_READS))
    return row
