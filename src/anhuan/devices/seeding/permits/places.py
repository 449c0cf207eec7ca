"""Where work is permitted in the demo plant; at each place hangs a point code to scan."""

from dataclasses import dataclass
from typing import Any

from anhuan.devices.plant.areas import box
from anhuan.devices.plant.stations import STATIONS
from anhuan.devices.seeding.sown import Sown, polygon
from anhuan.domains.permits.actions import save_point
from anhuan.domains.permits.models import PermitPoint
from anhuan.kernel.geometry import Ring


@dataclass(frozen=True, slots=True)
class Place:
    """A place of work: plant metres, the area it lies in ("" for none), the floor."""

    code: str
    name: str
    area: str
    ring: Ring
    floor: int = 1

    @property
    def geometry(self) -> dict[str, Any]:
        """As a permit keeps it."""
        return polygon(self.ring)

    @property
    def middle(self) -> tuple[float, float]:
        """Where its point code hangs."""
        xs, ys = zip(*self.ring, strict=True)
        return round(sum(xs) / len(xs), 1), round(sum(ys) / len(ys), 1)


def _at(station: str) -> Ring:
    return STATIONS[station].ring


_SQUARE_M = 4.0


def _about(x_m: float, y_m: float) -> Ring:
    return box(x_m - _SQUARE_M, y_m - _SQUARE_M, x_m + _SQUARE_M, y_m + _SQUARE_M)


PLACES: dict[str, Place] = {
    one.code: one
    for one in (
        Place("ZYD-01", "检修预制场东侧焊接平台", "FAB", _at("welding")),
        Place("ZYD-02", "公用工程事故水池", "UTL", _at("pit")),
        Place("ZYD-03", "厂北管廊 3 号管架", "", _at("rack")),
        Place("ZYD-04", "预留用地卸车便道", "RSV", _at("yard")),
        Place("ZYD-05", "合成装置 V-122 闪蒸罐", "SYN", _about(64, 240)),
        Place("ZYD-06", "合成装置 P-105 循环水泵", "SYN", _about(52, 216)),
        Place("ZYD-07", "合成框架三层 E-103 换热器", "FRM", box(54, 196, 62, 202), floor=3),
        Place("ZYD-08", "精馏装置 T-203 常压塔平台", "DST", _about(220, 242)),
        Place("ZYD-09", "精馏装置 V-201 回流罐 A", "DST", _about(177, 200)),
        Place("ZYD-10", "一号罐区 V-1101 甲醇储罐", "TKF", _about(45, 69)),
        Place("ZYD-11", "一号罐区 V-1103 甲苯储罐", "TKF", _about(45, 88)),
        Place("ZYD-12", "装卸区 2 号鹤位", "LDG", _about(172, 111)),
        Place("ZYD-13", "纬一路（经一路至经二路段）", "", box(134, 146, 200, 154)),
        Place("ZYD-14", "空压站配电间", "UTL", _about(226, 100)),
        Place("ZYD-15", "预留用地西区", "RSV", box(334, 72, 350, 88)),
        Place("ZYD-16", "检修预制场西侧空地", "FAB", _about(217, 60)),  # free: for whoever tries
    )
}


def sow_points(sown: Sown) -> None:
    """The point codes, as the safety department hangs them up."""
    for place in PLACES.values():
        x_m, y_m = place.middle
        changes = {"code": place.code, "name": place.name, "x_m": x_m, "y_m": y_m,
                   "floor": place.floor}  # fmt: skip
        save_point(sown.accounts["safety"], PermitPoint(company=sown.company), changes)
