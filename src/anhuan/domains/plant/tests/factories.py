"""Rows for tests: a valid one unless a test says otherwise."""

from itertools import count
from typing import Any

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Company
from anhuan.domains.org.tests.factories import make_company
from anhuan.domains.plant import actions
from anhuan.domains.plant.models import Area, MajorHazardSource, Site, Structure

_next = count(1)


def box(x: float = 10, y: float = 10, side: float = 20) -> dict[str, Any]:
    """A square in plant metres."""
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def make_site(company: Company | None = None, **changes: Any) -> Site:
    """400 × 300 m near the coast, not turned."""
    values = {
        "name": "一厂区", "origin_lon": 117.5, "origin_lat": 38.3, "width_m": 400.0,
        "depth_m": 300.0, "time_zone": "Asia/Shanghai",
    } | changes  # fmt: skip
    return actions.save_site(SYSTEM, Site(company=company or make_company()), values)


def make_area(company: Company | None = None, **changes: Any) -> Area:
    """A tank farm on the site, which is made when missing."""
    company = _with_site(company)
    values = {
        "code": f"A-{next(_next)}", "name": "一号罐区", "kind": "tank_farm", "risk": "red",
        "geometry": box(), "max_people": 9,
    } | changes  # fmt: skip
    return actions.save_area(SYSTEM, Area(company=company), values)


def make_structure(company: Company | None = None, **changes: Any) -> Structure:
    """A tank."""
    company = _with_site(company)
    values = {
        "code": f"V-{next(_next)}", "name": "苯储罐", "kind": "tank", "geometry": box(12, 12, 5),
    } | changes  # fmt: skip
    return actions.save_structure(SYSTEM, Structure(company=company), values)


def make_hazard_source(company: Company | None = None, **changes: Any) -> MajorHazardSource:
    """A source of level three in an area of its own."""
    company = _with_site(company)
    values = {"code": f"MHS-{next(_next)}", "name": "罐区重大危险源", "level": 3} | changes
    values.setdefault("area", make_area(company) if "area" not in changes else None)
    return actions.save_hazard_source(SYSTEM, MajorHazardSource(company=company), values)


def _with_site(company: Company | None) -> Company:
    company = company or make_company()
    if not Site.objects.filter(company=company).exists():
        make_site(company)
    return company
