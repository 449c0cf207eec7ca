"""What vehicles may do: classes with limits, parking places, routes, terminals and trips."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from anhuan.devices.plant.areas import box
from anhuan.devices.plant.graph import walk
from anhuan.devices.plant.vehicles import VEHICLES
from anhuan.devices.seeding.sown import Sown, polygon
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.positioning.models import Vehicle
from anhuan.domains.vehicles import actions
from anhuan.domains.vehicles.models import ParkingPlace, Route, Trip
from anhuan.kernel import clock

HALF_WIDTH_M = 10.0
_CLASSES: tuple[dict[str, Any], ...] = (
    {"name": "槽车", "speed_limit_kmh": 20, "is_hazmat": True, "parks_in_places_only": True,
     "stop_after_s": 90},
    {"name": "叉车", "speed_limit_kmh": 12},
    {"name": "巡逻车", "speed_limit_kmh": 20},
)  # fmt: skip
_PARKING: tuple[dict[str, Any], ...] = (
    {"name": "物流门待检区", "geometry": polygon(box(276, 0, 300, 20)), "capacity": 4},
    {"name": "装卸鹤位", "geometry": polygon(box(146, 100, 200, 122)), "capacity": 3,
     "longest_min": 90},
)  # fmt: skip
_CREWS = (("马建军", "周立新", "甲醇", "1230"), ("韩志国", "郑海峰", "甲苯", "1294"))


def sow_vehicles(sown: Sown) -> None:
    """Everything about vehicles but the vehicles themselves."""
    for facts in _CLASSES:
        actions.save_class(SYSTEM, sown.company, **facts)
    parking = [actions.save_parking(SYSTEM, sown.company, **facts) for facts in _PARKING]
    route = actions.save_route(
        SYSTEM, sown.company, name="物流门 — 装卸区", half_width_m=HALF_WIDTH_M,
        geometry={"type": "LineString", "coordinates": _line("gate-south", "ldg-1", "ldg-3")},
    )  # fmt: skip
    _sow_terminals(sown)
    _sow_trips(sown, route, parking)


def _line(*spots: str) -> list[list[float]]:
    """The way through these spots, plant metres."""
    steps = [step for start, goal in pairwise(spots) for step in walk(start, goal)]
    points = [[round(step[0], 1), round(step[1], 1)] for step in steps]
    return [point for k, point in enumerate(points) if k == 0 or point != points[k - 1]]


def _sow_terminals(sown: Sown) -> None:
    for paper in VEHICLES:
        if paper.phone:
            actions.enrol_terminal(
                SYSTEM, sown.company, tag=sown.tags[paper.tag], phone=paper.phone,
                coordinates="gcj02" if paper.is_shifted else "wgs84",
            )  # fmt: skip


def _sow_trips(sown: Sown, route: Route, parking: list[ParkingPlace]) -> None:
    """Both tankers are inside, each on a trip of its own."""
    now = clock.now()
    tankers = Vehicle.objects.filter(company=sown.company, kind="槽车").order_by("plate")
    for n, (tanker, (driver, escort, cargo, un)) in enumerate(zip(tankers, _CREWS, strict=True)):
        trip: Trip = actions.book_trip(
            SYSTEM, sown.company, vehicle=tanker, booked_from=now,
            booked_until=now + timedelta(hours=12), driver_name=driver,
            driver_phone=f"1380546100{n}", driver_licence=f"37050219800101001{n}",
            escort_name=escort, escort_phone=f"1380546200{n}",
            escort_licence=f"37050219820202002{n}", cargo=cargo, un_number=un, amount_t=28.5,
            waybill=f"3705{now:%Y%m%d}00{n + 1}", routes=[route], parking=parking,
        )  # fmt: skip
        actions.admit_trip(SYSTEM, trip)
