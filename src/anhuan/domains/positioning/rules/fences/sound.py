"""Whether a fence can work at all: every reason against saving it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from anhuan.domains.positioning.rules.fences.when import DAY_KINDS, DAYS, parse_time
from anhuan.domains.positioning.rules.fences.where import LINE_HALF_WIDTH_M
from anhuan.kernel.errors import Blocker
from anhuan.kernel.geometry import geometry_blockers

MAX_RADIUS_M = 2000.0
MAX_CORNERS = 500
MAX_BUFFER_M = 20.0
MAX_PERIODS = 50
KINDS = ("staff", "contractor", "visitor", "vehicle")
KIND_WORDS = {"staff": "员工", "contractor": "承包商", "visitor": "访客", "vehicle": "车辆"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """The plain columns of a fence about to be saved."""

    purpose: str
    has_area: bool
    geometry: Any = None
    radius_m: float | None = None
    z_min_m: float | None = None
    z_max_m: float | None = None
    buffer_m: float | None = None
    schedule: Any = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    max_people: int | None = None
    min_people: int | None = None
    kind_limits: Any = None
    limit_s: int | None = None
    speed_limit_kmh: float | None = None
    approach_m: float | None = None
    allowed_kinds: Sequence[str] = ()


def fence_blockers(fence: Proposed) -> Iterator[Blocker]:
    """Every reason why this fence cannot work; nothing yielded means it may be saved."""
    yield from _shape_blockers(fence)
    yield from _number_blockers(fence)
    yield from _kind_limit_blockers(fence.kind_limits)
    yield from schedule_blockers(fence.schedule)
    if fence.valid_from and fence.valid_until and fence.valid_until <= fence.valid_from:
        yield Blocker("fence_validity", "停用时间必须晚于启用时间")
    unknown = [kind for kind in fence.allowed_kinds if kind not in KINDS]
    if unknown:
        yield Blocker("fence_kinds", f"没有这样的人员类型：{'、'.join(map(str, unknown))}")


# --- shape -------------------------------------------------------------------------------------


def _shape_blockers(fence: Proposed) -> Iterator[Blocker]:
    yield from _height_blockers(fence)
    if not fence.geometry:
        if not fence.has_area:
            yield Blocker("fence_shape", "请选择区域，或在图上绘制围栏范围", "POS-007")
        return
    wrong = list(geometry_blockers(fence.geometry))
    yield from wrong
    if wrong:
        return
    corners, kind = fence.geometry["coordinates"], fence.geometry["type"]
    if kind == "Polygon" and sum(map(len, corners)) > MAX_CORNERS:
        yield Blocker("fence_corners", f"围栏顶点超过 {MAX_CORNERS} 个，请简化")
    if kind == "Point" and not fence.radius_m:
        yield Blocker("fence_radius", "圆形围栏请填半径")
    elif fence.radius_m is not None and not 0 <= fence.radius_m <= MAX_RADIUS_M:
        yield Blocker("fence_radius_limit", f"半径/缓冲应在 0–{MAX_RADIUS_M:g} m 之间")
    elif _is_too_thin(fence):
        text = f"缓冲带 {fence.buffer_m:g} m 比围栏的一半还宽，谁也算不上进入；请减小缓冲带"
        yield Blocker("fence_buffer_too_wide", text)


def _height_blockers(fence: Proposed) -> Iterator[Blocker]:
    low, high = fence.z_min_m, fence.z_max_m
    if low is not None and high is not None and low >= high:
        yield Blocker("fence_heights", f"高度下限 {low:g} m 应低于上限 {high:g} m")
    if fence.buffer_m is not None and not 0 <= fence.buffer_m <= MAX_BUFFER_M:
        yield Blocker("fence_buffer_limit", f"缓冲带应在 0–{MAX_BUFFER_M:g} m 之间")


def _is_too_thin(fence: Proposed) -> bool:
    """Whether no point lies `buffer_m` deep inside the drawn shape."""
    buffer_m = fence.buffer_m or 0.0
    if not 0 < buffer_m <= MAX_BUFFER_M:
        return False
    return bool(_body(fence.geometry, fence.radius_m or 0.0).buffer(-buffer_m).is_empty)


def _body(geometry: dict[str, Any], radius_m: float) -> BaseGeometry:
    where = geometry["coordinates"]
    if geometry["type"] == "Point":
        return Point(where[:2]).buffer(radius_m)
    if geometry["type"] == "LineString":
        return LineString([p[:2] for p in where]).buffer(radius_m or LINE_HALF_WIDTH_M)
    rings = [[p[:2] for p in ring] for ring in where]
    return Polygon(rings[0], rings[1:]).buffer(radius_m)


# --- limits ------------------------------------------------------------------------------------

_NEEDS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "capacity": (("max_people", "kind_limits"), "限员围栏请填最多人数，或某类人员的上限"),
    "minimum": (("min_people",), "最少人数围栏请填最少人数"),
    "stillness": (("limit_s",), "静止监视围栏请填静止时长"),
    "stay": (("limit_s",), "逗留围栏请填逗留时长"),
    "speed": (("speed_limit_kmh",), "限速围栏请填限速"),
}


def _number_blockers(fence: Proposed) -> Iterator[Blocker]:
    names, text = _NEEDS.get(fence.purpose, ((), ""))
    if names and not any(getattr(fence, name) for name in names):
        yield Blocker(f"fence_{names[0]}_missing", text)
    low, high = fence.min_people, fence.max_people
    if low is not None and high is not None and low > high:
        yield Blocker("fence_min_over_max", f"最少人数 {low} 大于限员 {high}")
    speed, approach = fence.speed_limit_kmh, fence.approach_m
    if speed is not None and not 1 <= speed <= 120:
        yield Blocker("fence_speed", "限速应在 1–120 km/h 之间")
    if approach is not None and not 0 < approach <= 200:
        yield Blocker("fence_approach", "接近提醒距离应大于 0，不超过 200 m")


def _kind_limit_blockers(limits: Any) -> Iterator[Blocker]:
    if not limits:
        return
    if not isinstance(limits, dict):
        yield Blocker("fence_kind_limits", '分类限员应写作 {"contractor": 2}')
        return
    for kind, limit in limits.items():
        if kind not in KINDS:
            yield Blocker("fence_kind_limits", f"没有这样的人员类型：{kind}")
        elif isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= 9999:
            yield Blocker("fence_kind_limits", f"{KIND_WORDS[kind]}的上限应是 1–9999 的整数")


# --- times -------------------------------------------------------------------------------------


def schedule_blockers(schedule: Any) -> Iterator[Blocker]:
    """What is wrong with a weekly schedule."""
    if not isinstance(schedule, list | tuple):
        yield Blocker("fence_schedule", "生效时间应是时段列表")
        return
    if len(schedule) > MAX_PERIODS:
        yield Blocker("fence_schedule", f"时段超过 {MAX_PERIODS} 个，请合并")
    for number, period in enumerate(schedule, start=1):
        if problem := _period_problem(period):
            yield Blocker("fence_schedule", f"第 {number} 个时段{problem}")


def _period_problem(period: Any) -> str:
    if not isinstance(period, dict):
        return "无法识别"
    days = period.get("days") or []
    if not isinstance(days, list | tuple) or not set(days) <= DAYS:
        return "的星期应为 1（周一）至 7（周日）"
    kinds = period.get("kinds") or []
    if not isinstance(kinds, list | tuple) or not set(map(str, kinds)) <= set(DAY_KINDS):
        return "的日子应为 workday（工作日）、weekend（周末）、holiday（节假日）"
    try:
        parse_time(str(period["from"])), parse_time(str(period["to"]))
    except (KeyError, ValueError):
        return "的起止时间应写作 08:00"
    return _date_problem(period.get("first"), period.get("last"))


def _date_problem(first: Any, last: Any) -> str:
    try:
        days = [date.fromisoformat(one) for one in (first, last) if one]
    except (TypeError, ValueError):
        return "的起止日期应写作 2026-11-22"
    return "的结束日期早于开始日期" if len(days) == 2 and days[1] < days[0] else ""
