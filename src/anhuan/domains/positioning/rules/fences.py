"""What a fence means: where it is, when it holds, who may enter. The scalar definition.

`engine/core` holds the array twin of `contains`. AQ 3064.3-2025 5.1.5, 5.2.4.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from itertools import pairwise
from math import hypot
from typing import Any
from uuid import UUID

from anhuan.kernel.errors import Blocker
from anhuan.kernel.geometry import Point, Ring, geometry_blockers, inside_ring

MAX_RADIUS_M = 2000.0
MAX_CORNERS = 500
KINDS = ("staff", "contractor", "visitor", "vehicle")
DAYS = frozenset(range(1, 8))  # ISO: Monday = 1


# --- where -------------------------------------------------------------------------------------


def contains(geometry: dict[str, Any], radius_m: float | None, x_m: float, y_m: float) -> bool:
    """Whether a point in plant metres is inside the shape.

    Polygon: inside the outer ring and no hole, or within `radius_m` of its edge (a buffer).
    Point: a circle of `radius_m`. LineString: a corridor `radius_m` to either side.
    """
    reach = radius_m or 0.0
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Point":
        return hypot(x_m - coordinates[0], y_m - coordinates[1]) <= reach
    if geometry["type"] == "LineString":
        return distance_to_line_m(x_m, y_m, coordinates) <= reach
    rings = [[(float(x), float(y)) for x, y, *_ in ring] for ring in coordinates]
    in_hole = any(inside_ring(x_m, y_m, hole) for hole in rings[1:])
    if inside_ring(x_m, y_m, rings[0]) and not in_hole:
        return True
    return reach > 0 and any(distance_to_line_m(x_m, y_m, _closed(r)) <= reach for r in rings)


def is_inside(
    geometry: dict[str, Any],
    radius_m: float | None,
    floors: Sequence[int] | None,
    x_m: float,
    y_m: float,
    floor: int,
) -> bool:
    """`contains` on one of the fence's floors; no floors means every floor."""
    return (not floors or floor in floors) and contains(geometry, radius_m, x_m, y_m)


def distance_to_line_m(x_m: float, y_m: float, line: Sequence[Sequence[float]]) -> float:
    """The shortest distance from a point to a line of straight pieces, metres."""
    pieces = pairwise(line)
    return min(_distance_to_piece(x_m, y_m, (a[0], a[1]), (b[0], b[1])) for a, b in pieces)


def _distance_to_piece(x: float, y: float, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length_sq = dx * dx + dy * dy
    along = ((x - a[0]) * dx + (y - a[1]) * dy) / length_sq if length_sq else 0.0
    along = min(1.0, max(0.0, along))
    return hypot(x - a[0] - along * dx, y - a[1] - along * dy)


def _closed(ring: Ring) -> Ring:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


# --- when --------------------------------------------------------------------------------------


def holds_at(
    schedule: Sequence[dict[str, Any]],
    valid_from: datetime | None,
    valid_until: datetime | None,
    moment: datetime,
    zone: tzinfo,
) -> bool:
    """Whether the fence is in force at `moment`, its weekly schedule read in plant time.

    A period `to` at or before `from` runs past midnight and belongs to the day it began.
    `valid_from` is included, `valid_until` is not. An empty schedule means always.
    """
    if (valid_from and moment < valid_from) or (valid_until and moment >= valid_until):
        return False
    local = moment.astimezone(zone)
    return not schedule or any(_period_holds(period, local) for period in schedule)


def _period_holds(period: dict[str, Any], local: datetime) -> bool:
    days = set(period.get("days") or DAYS)
    start, end = parse_time(period["from"]), parse_time(period["to"])
    today, yesterday = local.isoweekday(), (local - timedelta(days=1)).isoweekday()
    now = local.time().replace(tzinfo=None)
    if start < end:
        return today in days and start <= now < end
    return (today in days and now >= start) or (yesterday in days and now < end)


def parse_time(text: str) -> time:
    """ "08:00" or "24:00" (midnight) as a time of day; ValueError otherwise."""
    hour, _, minute = text.partition(":")
    if (hour, minute) == ("24", "00"):
        return time(0)
    if len(hour) != 2 or len(minute) != 2:
        raise ValueError(text)
    return time(int(hour), int(minute))


# --- who ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a tag stands for. `departments` are the holder's own and all above it."""

    id: UUID
    kinds: frozenset[str]  # {"contractor", "outsourced"}: map kind and exact kind
    departments: frozenset[UUID] = frozenset()
    post: UUID | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """Who may enter; matching any one entry is enough, and nobody may when all are empty."""

    kinds: frozenset[str] = frozenset()
    departments: frozenset[UUID] = frozenset()
    posts: frozenset[UUID] = frozenset()
    people: frozenset[UUID] = field(default_factory=frozenset)

    def admits(self, subject: Subject) -> bool:
        """Whether this person or vehicle is authorised."""
        return (
            subject.id in self.people
            or not self.kinds.isdisjoint(subject.kinds)
            or not self.departments.isdisjoint(subject.departments)
            or (subject.post is not None and subject.post in self.posts)
        )


# --- is the fence itself sound -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draft:
    """The scalar columns of a fence about to be saved."""

    purpose: str
    has_area: bool
    geometry: Any = None
    radius_m: float | None = None
    schedule: Any = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    max_people: int | None = None
    min_people: int | None = None
    limit_s: int | None = None
    allowed_kinds: Sequence[str] = ()


def fence_blockers(draft: Draft) -> Iterator[Blocker]:
    """Every reason why this fence cannot work; nothing yielded means it may be saved."""
    yield from _shape_blockers(draft)
    yield from _number_blockers(draft)
    yield from schedule_blockers(draft.schedule)
    if draft.valid_from and draft.valid_until and draft.valid_until <= draft.valid_from:
        yield Blocker("fence_validity", "停用时间必须晚于启用时间")
    unknown = [kind for kind in draft.allowed_kinds if kind not in KINDS]
    if unknown:
        yield Blocker("fence_kinds", f"没有这样的人员类型：{'、'.join(map(str, unknown))}")


def _shape_blockers(draft: Draft) -> Iterator[Blocker]:
    if not draft.geometry:
        if not draft.has_area:
            yield Blocker("fence_shape", "请选择区域，或在图上绘制围栏范围", "POS-007")
        return
    wrong = list(geometry_blockers(draft.geometry))
    yield from wrong
    if wrong:
        return
    corners = draft.geometry["coordinates"]
    if draft.geometry["type"] == "Polygon" and sum(map(len, corners)) > MAX_CORNERS:
        yield Blocker("fence_corners", f"围栏顶点超过 {MAX_CORNERS} 个，请简化")
    if draft.geometry["type"] != "Polygon" and not draft.radius_m:
        what = "圆形围栏请填半径" if draft.geometry["type"] == "Point" else "线形围栏请填缓冲距离"
        yield Blocker("fence_radius", what)
    if draft.radius_m is not None and not 0 <= draft.radius_m <= MAX_RADIUS_M:
        yield Blocker("fence_radius_limit", f"半径/缓冲应在 0–{MAX_RADIUS_M:g} m 之间")


_NEEDS = {
    "capacity": ("max_people", "限员围栏请填最多人数"),
    "minimum": ("min_people", "最少人数围栏请填最少人数"),
    "stillness": ("limit_s", "静止监视围栏请填静止时长"),
    "stay": ("limit_s", "逗留围栏请填逗留时长"),
}


def _number_blockers(draft: Draft) -> Iterator[Blocker]:
    name, text = _NEEDS.get(draft.purpose, ("", ""))
    if name and not getattr(draft, name):
        yield Blocker(f"fence_{name}_missing", text)
    low, high = draft.min_people, draft.max_people
    if low is not None and high is not None and low > high:
        yield Blocker("fence_min_over_max", f"最少人数 {low} 大于限员 {high}")


def schedule_blockers(schedule: Any) -> Iterator[Blocker]:
    """What is wrong with a weekly schedule."""
    if not isinstance(schedule, list | tuple):
        yield Blocker("fence_schedule", "生效时间应是时段列表")
        return
    for number, period in enumerate(schedule, start=1):
        if problem := _period_problem(period):
            yield Blocker("fence_schedule", f"第 {number} 个时段{problem}")


def _period_problem(period: Any) -> str:
    if not isinstance(period, dict):
        return "无法识别"
    days = period.get("days") or []
    if not isinstance(days, list | tuple) or not set(days) <= DAYS:
        return "的星期应为 1（周一）至 7（周日）"
    try:
        parse_time(str(period["from"])), parse_time(str(period["to"]))
    except (KeyError, ValueError):
        return "的起止时间应写作 08:00"
    return ""
