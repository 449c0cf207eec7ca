"""Where I am, and what is known of a point whose code was scanned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404

from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area, MajorHazardSource, Structure
from anhuan.domains.positioning.models import LatestPosition
from anhuan.web.fieldwork.cards import risk_cards
from anhuan.web.fieldwork.whereabouts import FRESH, held_by


def my_position(account: Account, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """My own tag and where it was last; None when I carry none. One's own place needs no right."""
    held = held_by(account.person)
    if held is None:
        return {"position": None}
    tag, latest = held.tag, getattr(held.tag, "latest", None)
    place = {
        "at": latest and latest.t, "x_m": latest and latest.x_m, "y_m": latest and latest.y_m,
        "floor": latest and latest.floor, "radius_m": latest and latest.r68_m,
        "area": latest.area.name if latest and latest.area else None,
    }  # fmt: skip
    seen = {"tag": tag.number, "battery_pct": tag.battery_pct, "seen_at": tag.seen_at}
    return {"position": seen | place}


def place(account: Account, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """An area or a structure by its code: risk, limits, major hazards, whom to call."""
    company, code = company_of(account), asked.get("code", "")[:64]
    structure = Structure.objects.filter(company=company, code=code, is_retired=False).first()
    area = structure.area if structure else None
    if structure is None:
        area = Area.objects.filter(company=company, code=code, is_retired=False).first()
    if structure is None and area is None:
        raise Http404(f"没有编号为 {code} 的地点")
    return _named(structure, area) | _of_area(account, area, now)


def _named(structure: Structure | None, area: Area | None) -> dict[str, Any]:
    thing = structure or area
    assert thing is not None
    return {
        "code": thing.code, "name": thing.name, "kind": thing.get_kind_display(),
        "area": area.name if structure and area else "",
        "medium": structure.medium if structure else "",
    }  # fmt: skip


def _of_area(account: Account, area: Area | None, now: datetime) -> dict[str, Any]:
    if area is None:
        return {
            "risk": "", "risk_label": "未划区域", "department": "", "max_people": None,
            "people_now": None, "explosive": "", "hazards": [], "contacts": [],
            "risks": [], "cards": [],
        }  # fmt: skip
    sources = MajorHazardSource.objects.filter(area=area, is_retired=False)
    hazards = list(sources.select_related("primary", "technical", "operational"))
    return {
        "risk": area.risk, "risk_label": f"{area.get_risk_display()}风险区域",
        "department": area.department.name if area.department else "",
        "max_people": area.max_people, "people_now": _people_now(account, area, now),
        "explosive": (area.ex_zone or "爆炸危险区域") if area.is_explosive else "",
        "hazards": [f"{one.name}（{one.get_level_display()}）" for one in hazards],
        "contacts": _contacts(hazards), **risk_cards(account, area),
    }  # fmt: skip


def _people_now(account: Account, area: Area, now: datetime) -> int | None:
    """How many tags are there; only for who may see head counts."""
    if not account.may("positions.view"):
        return None
    rows = LatestPosition.objects.filter(area=area, t__gte=now - FRESH)
    return rows.filter(tag__assignments__until__isnull=True).distinct().count()


ROLES = (("primary", "主要负责人"), ("technical", "技术负责人"), ("operational", "操作负责人"))


def _contacts(hazards: list[MajorHazardSource]) -> list[dict[str, str]]:
    """Those who answer for the major hazard sources here: their numbers hang on the board."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for source in hazards:
        for name, role in ROLES:
            person: Person | None = getattr(source, name)
            if person:
                row = {"name": person.name, "role": role, "phone": person.phone}
                found[person.name, role] = row
    return list(found.values())
