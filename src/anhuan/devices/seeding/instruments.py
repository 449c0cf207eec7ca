"""The demo plant's detectors, station, locks and camera, and a fixed hot-work area."""

from datetime import datetime

from anhuan.devices.plant.areas import box
from anhuan.devices.plant.instruments import INSTRUMENTS
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.org.models import Account
from anhuan.domains.org.rules import Role
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import FixedHotArea, Instrument
from anhuan.domains.plant.models import Area

EX_MARK = "Ex ib IIC T4 Gb"  # zones 1 and 2
WORKSHOP = box(238, 30, 264, 52)  # the prefabrication yard's far end: 38 m from the warehouse


def sow_instruments(sown: Sown, now: datetime) -> None:
    """After the permits: from then on works that must be watched have detectors to bind."""
    by = _account(sown, Role.SAFETY_MANAGER)
    areas = {one.code: one for one in Area.objects.filter(company=sown.company)}
    for number, one in enumerate(INSTRUMENTS, start=1):
        actions.save_instrument(by, Instrument(company=sown.company), {
            "number": one.number, "name": one.name, "form": one.form, "x_m": one.x_m,
            "y_m": one.y_m, "floor": 1 if one.x_m is not None else None,
            "area": areas.get(one.area),
            "ex_mark": EX_MARK, "ex_certificate": f"CNEx25.{1000 + number}",
        })  # fmt: skip
    _fixed_area(sown, by, areas.get("FAB"))


def _fixed_area(sown: Sown, by: Account, area: Area | None) -> None:
    ring = [list(corner) for corner in WORKSHOP]
    row = actions.save_fixed_area(by, FixedHotArea(company=sown.company), {
        "name": "预制场固定动火区", "area": area, "floor": 1, "responsible": by.person,
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        "is_marked": True, "is_downwind": True,
    })  # fmt: skip
    findings = "30 m 内无易燃易爆设施和下水井；地面硬化，消防器材齐全"
    actions.review_fixed_area(by, row, findings=findings)
    actions.approve_fixed_area(_account(sown, Role.PLANT_HEAD), row)


def _account(sown: Sown, role: Role) -> Account:
    rows = Account.objects.filter(company=sown.company, grants__role=role)
    return rows.select_related("person").order_by("pk")[0]
