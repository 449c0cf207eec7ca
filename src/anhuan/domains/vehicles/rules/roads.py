"""What is wrong with a parking place, a route or a class of vehicle."""

from collections.abc import Iterator
from typing import Any

from anhuan.kernel.errors import Blocker
from anhuan.kernel.geometry import geometry_blockers

WIDEST_M = 50.0
SPEED_KMH = (1.0, 80.0)


def shape_blockers(geometry: Any, kind: str) -> Iterator[Blocker]:
    """The drawing must be a `kind` (Polygon, LineString)."""
    if not geometry:
        yield Blocker("geometry_missing", "请先在地图上绘制")
        return
    found = list(geometry_blockers(geometry))
    yield from found
    if not found and geometry["type"] != kind:
        name = {"Polygon": "多边形", "LineString": "折线"}[kind]
        yield Blocker("geometry_kind", f"这里要画{name}")


def width_blockers(half_width_m: float) -> Iterator[Blocker]:
    """A route is neither a hair nor a field."""
    if not 1.0 <= half_width_m <= WIDEST_M:
        yield Blocker("half_width", "两侧允许偏离应在 1 到 50 m 之间")


def class_blockers(speed_limit_kmh: float | None, stop_after_s: int) -> Iterator[Blocker]:
    """Limits somebody could keep."""
    low, high = SPEED_KMH
    if speed_limit_kmh is not None and not low <= speed_limit_kmh <= high:
        yield Blocker("speed_limit", f"限速应在 {low:g} 到 {high:g} km/h 之间")
    if not 10 <= stop_after_s <= 86_400:
        yield Blocker("stop_after", "停留判定时限应在 10 s 到 24 h 之间")
