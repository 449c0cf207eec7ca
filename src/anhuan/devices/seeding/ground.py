"""The site, its areas, what stands on it and the major hazard source."""

from collections.abc import Iterator
from math import hypot
from typing import Any

from anhuan.devices.history.identity import area_id
from anhuan.devices.plant.areas import AREAS, Area
from anhuan.devices.plant.buildings import BUILDINGS, BUND, VESSELS, Building
from anhuan.devices.plant.people import people
from anhuan.devices.plant.roads import ROADS, Road
from anhuan.devices.plant.site import SITE
from anhuan.devices.seeding.sown import Sown, polygon
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.plant import actions, models

_DEPARTMENT = {
    "SYN": "SYN", "FRM": "SYN", "CMP": "SYN", "DST": "DST", "TKF": "LOG", "LDG": "LOG",
    "WHS": "LOG", "STO": "LOG", "UTL": "UTL", "FAB": "EQP", "MCC": "ELI", "CCR": "PRD",
    "LAB": "QC", "FIR": "FIR", "OFF": "ADM", "CTN": "ADM", "GT1": "SEC", "GT2": "SEC",
}  # fmt: skip
_EXPLOSIVE = {"SYN": "2 区", "FRM": "2 区", "CMP": "1 区", "DST": "2 区", "TKF": "2 区",
              "LDG": "1 区", "WHS": "2 区"}  # fmt: skip
_VESSEL_KIND = {"tank": "tank", "drum": "tank", "column": "equipment", "reactor": "equipment"}


def sow_ground(sown: Sown) -> None:
    """Everything one sees on the map that does not move."""
    actions.save_site(SYSTEM, models.Site(company=sown.company), _site())
    for area in AREAS:
        if area.code != SITE.code:
            row = models.Area(pk=area_id(sown.company.pk, area.code), company=sown.company)
            sown.areas[area.code] = actions.save_area(SYSTEM, row, _area(sown, area))
    for facts in _structures(sown):
        actions.save_structure(SYSTEM, models.Structure(company=sown.company), facts)
    actions.save_hazard_source(
        SYSTEM, models.MajorHazardSource(company=sown.company), _hazard(sown)
    )


def _site() -> dict[str, Any]:
    return {
        "name": SITE.name,
        "origin_lon": SITE.lon,
        "origin_lat": SITE.lat,
        "width_m": SITE.width_m,
        "depth_m": SITE.depth_m,
    }


def _area(sown: Sown, area: Area) -> dict[str, Any]:
    return {
        "code": area.code,
        "name": area.name,
        "kind": area.kind,
        "risk": area.risk or "blue",
        "geometry": polygon(area.ring),
        "floors": list(area.floors) or None,
        "department": sown.departments.get(_DEPARTMENT.get(area.code, "")),
        "max_people": area.max_people,
        "min_people": area.min_people,
        "judges_gatherings": not area.people_gather,
        "is_explosive": area.code in _EXPLOSIVE,
        "ex_zone": _EXPLOSIVE.get(area.code, ""),
    }


def _structures(sown: Sown) -> Iterator[dict[str, Any]]:
    for road in ROADS:
        yield {
            "code": road.code, "name": road.name, "kind": road.kind, "geometry": _strip(road),
        }  # fmt: skip
    for building in BUILDINGS:
        yield _building(sown, building)
    for vessel in VESSELS:
        yield {
            "code": vessel.code,
            "name": vessel.name,
            "kind": _VESSEL_KIND[vessel.kind],
            "area": sown.areas[vessel.area],
            "geometry": polygon(vessel.ring(28)),
            "height_m": vessel.top_m,
            "medium": vessel.medium,
            "capacity": f"{vessel.capacity_m3:g} m³",
        }
    yield {"code": "BUND-1", "name": "一号罐区防火堤", "kind": "equipment",
           "area": sown.areas["TKF"], "height_m": 1.2,
           "geometry": {"type": "LineString",
                        "coordinates": [list(corner) for corner in [*BUND, BUND[0]]]}}  # fmt: skip


def _building(sown: Sown, building: Building) -> dict[str, Any]:
    storeys = enumerate(building.floors_z_m, start=1)
    return {
        "code": f"B-{building.code}",
        "name": building.name,
        "kind": "warehouse" if building.code == "WHS" else "building",
        "area": sown.areas.get(building.code),
        "geometry": polygon(building.ring),
        "floors": [{"floor": n, "z_m": z, "name": f"{n}F"} for n, z in storeys],
        "height_m": building.top_m,
    }


def _strip(road: Road) -> dict[str, Any]:
    """A road as the strip it covers; a rack as its line."""
    (x1, y1), (x2, y2) = road.line[0], road.line[-1]
    if road.kind == "rack":
        return {"type": "LineString", "coordinates": [[x1, y1], [x2, y2]]}
    half = road.width_m / 2 / hypot(x2 - x1, y2 - y1)
    sx, sy = -(y2 - y1) * half, (x2 - x1) * half
    return polygon([(x1 + sx, y1 + sy), (x1 - sx, y1 - sy), (x2 - sx, y2 - sy), (x2 + sx, y2 + sy)])


def _hazard(sown: Sown) -> dict[str, Any]:
    first = {p.post.code: sown.people[p.number] for p in reversed(people())}
    return {
        "code": "BA-370000-001",
        "name": "一号罐区重大危险源",
        "level": 3,
        "area": sown.areas["TKF"],
        "r_value": 18.6,
        "primary": first["head"],
        "technical": first["prd-head"],
        "operational": first["log-leader"],
    }
