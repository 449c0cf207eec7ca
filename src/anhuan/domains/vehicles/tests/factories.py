"""A valid one of each, unless a test says otherwise."""

from datetime import timedelta
from itertools import count
from typing import Any

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Site
from anhuan.domains.positioning.tests.factories import box, make_site, make_vehicle
from anhuan.domains.vehicles import actions
from anhuan.domains.vehicles.actions.knocks import Stranger
from anhuan.domains.vehicles.models import (
    Knock,
    ParkingPlace,
    Route,
    Terminal,
    Trip,
    VehicleClass,
)
from anhuan.kernel import clock

_number = count(1)


def make_terminal(company: Company, vehicle: Any = None, **changes: Any) -> Terminal:
    """Enrolled, on a vehicle if one is named."""
    facts = {"phone": f"139{next(_number):08}", **changes}
    return actions.enrol_terminal(SYSTEM, company, vehicle, **facts)


def make_knock(company: Company, **changes: Any) -> Knock:
    """One that was refused."""
    facts = {"phone": f"138{next(_number):08}", "reason": "unknown_terminal", "address": "10.0.0.8"}
    return actions.note_knock(company, Stranger(**{**facts, **changes}))


def make_class(company: Company, **changes: Any) -> VehicleClass:
    """Tankers."""
    facts = {"name": f"槽车 {next(_number)}", "is_hazmat": True, "parks_in_places_only": True}
    return actions.save_class(SYSTEM, company, **{**facts, **changes})


def make_parking(company: Company, **changes: Any) -> ParkingPlace:
    """10 × 10 m at the origin."""
    facts = {"name": f"停车位 {next(_number)}", "geometry": box(0, 0)}
    return actions.save_parking(SYSTEM, company, **{**facts, **changes})


def make_route(company: Company, **changes: Any) -> Route:
    """100 m to the east."""
    line = {"type": "LineString", "coordinates": [[0, 0], [100, 0]]}
    facts = {"name": f"路线 {next(_number)}", "geometry": line, "half_width_m": 5.0}
    return actions.save_route(SYSTEM, company, **{**facts, **changes})


def booking(**changes: Any) -> dict[str, Any]:
    """What one states of an ordinary trip, from now for four hours."""
    now = clock.now()
    facts = {"booked_from": now, "booked_until": now + timedelta(hours=4), "driver_name": "张师傅"}
    return {**facts, **changes}


def hazmat(**changes: Any) -> dict[str, Any]:
    """What one states of a trip with dangerous goods, but for the routes."""
    papers = {
        "driver_licence": "370502198001010011", "escort_name": "李师傅",
        "escort_licence": "370502198202020022", "cargo": "甲醇", "un_number": "1230",
        "waybill": "YD20261122001",
    }  # fmt: skip
    return booking(**{**papers, **changes})


def make_trip(company: Company, **changes: Any) -> Trip:
    """An ordinary trip in the state "booked", from now for four hours unless changed."""
    facts = {"vehicle": changes.pop("vehicle", None) or make_vehicle(company), **booking()}
    return actions.book_trip(SYSTEM, company, **{**facts, **changes})


def vehicle_rows(company: Company) -> dict[str, Any]:
    """One of each, for the permission matrix."""
    if not Site.objects.filter(company=company).exists():
        make_site(company)
    return {
        "terminal": make_terminal(company), "knock": make_knock(company),
        "vehicle_class": make_class(company), "parking_place": make_parking(company),
        "route": make_route(company), "trip": make_trip(company),
    }  # fmt: skip
