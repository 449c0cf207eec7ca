"""Anchors, vehicles, tags, and who holds which."""

from datetime import date, timedelta
from typing import Any

from anhuan.devices.history.identity import tag_id
from anhuan.devices.plant.anchors import ANCHORS, Anchor
from anhuan.devices.plant.areas import BY_CODE
from anhuan.devices.plant.sounders import SOUNDING, sounder_number
from anhuan.devices.plant.tags import Tag, tags
from anhuan.devices.plant.vehicles import VEHICLES
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import Vehicle

_ANCHOR_EX = {"ex_mark": "Ex db ib IIC T4 Gb", "ip_rating": "IP68", "max_temperature_c": 75}
_REACH_LIMIT_M = 200.0
_BLE_AT_1M_DBM = -59.0


def sow_devices(sown: Sown, today: date) -> None:
    """Everything that reports."""
    for anchor in ANCHORS:
        actions.register_anchor(SYSTEM, sown.company, **_anchor(sown, anchor, today))
    vehicles = {paper.number: _vehicle(sown, paper) for paper in VEHICLES}
    for paper in tags():
        tag = actions.register_tag(SYSTEM, sown.company, **_tag(sown, paper, today))
        sown.tags[paper.number] = tag
        holder = sown.people.get(paper.holder) or vehicles.get(paper.holder)
        if holder is not None:
            actions.bind_tag(SYSTEM, tag, holder, since=sown.since)
    _sounders(sown)


def _sounders(sown: Sown) -> None:
    """One for each production area, in its middle on a pole."""
    for count, code in enumerate(SOUNDING, start=1):
        ring = BY_CODE[code].ring
        x_m, y_m = (sum(corner[axis] for corner in ring) / len(ring) for axis in (0, 1))
        number, area = sounder_number(count), sown.areas[code]
        fields = {"number": number, "name": f"{area.name}中部", "area": area,
                  "x_m": round(x_m, 1), "y_m": round(y_m, 1)}  # fmt: skip
        actions.register_sounder(SYSTEM, sown.company, **fields)


def _anchor(sown: Sown, anchor: Anchor, today: date) -> dict[str, Any]:
    is_ble = anchor.tech == "ble"
    return _ANCHOR_EX | {
        "number": anchor.number,
        "technology": "ble-rssi" if is_ble else BY_CODE[anchor.area].radio,
        "x_m": anchor.x_m,
        "y_m": anchor.y_m,
        "z_m": anchor.z_m,
        "floor": anchor.floor,
        "area": sown.areas[anchor.area],
        "range_limit_m": min(anchor.reach_m, _REACH_LIMIT_M),
        "capacity": 300,
        "tx_power_dbm": _BLE_AT_1M_DBM if is_ble else None,
        "ex_certificate": f"AH-EX-{anchor.number}",
        "ex_valid_until": today + timedelta(days=900),
        "installed_on": today - timedelta(days=400),
    }


def _tag(sown: Sown, paper: Tag, today: date) -> dict[str, Any]:
    return {
        "id": tag_id(sown.company.pk, paper.number),
        "number": paper.number,
        "form": paper.kind,
        "technology": "GNSS" if paper.kind == "vehicle" else "UWB+BLE",
        "has_sos": paper.kind != "vehicle",
        "ex_mark": paper.ex_mark,
        "ex_certificate": f"AH-EX-{paper.model}",
        "ex_valid_until": today + timedelta(days=700),
        "ip_rating": paper.ip_code,
        "max_temperature_c": 70,
        "installed_on": today - timedelta(days=300),
    }


def _vehicle(sown: Sown, paper: Any) -> Vehicle:
    facts = {
        "plate": paper.plate,
        "name": paper.name,
        "kind": {"forklift": "叉车", "patrol": "巡逻车", "tanker": "槽车", "rescue": "抢险车"}[
            paper.kind
        ],
        "department": sown.departments["LOG"],
    }
    return actions.register_vehicle(SYSTEM, sown.company, **facts)
