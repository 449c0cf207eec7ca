"""What alarms say: a title of a few characters, and one line with the facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from anhuan.engine.adapters.holders import Holder
from anhuan.engine.adapters.zones import Named
from anhuan.engine.core.decisions import Grade
from anhuan.kernel import clock

COLOURS = {Grade.YELLOW: "黄色", Grade.ORANGE: "橙色", Grade.RED: "红色"}
KEY_TITLES = {"sos": "一键求救", "call": "人员呼叫", "fall": "跌倒"}
NAMED_MAX = 3  # people named in one line
CENTRE_M = 5.0  # closer to an area's middle has no side


def who(holder: Holder) -> str:
    """赵磊（承包商）; our own people without their kind."""
    return holder.name if holder.kind == "staff" else f"{holder.name}（{holder.kind_name}）"


def names(holders: Sequence[Holder]) -> str:
    """A few names, and how many more."""
    text = "、".join(who(one) for one in holders[:NAMED_MAX])
    return f"{text} 等 {len(holders)} 人" if len(holders) > NAMED_MAX else text


def place(
    area: Named | None, x: float | None, y: float | None, floor: int | None, ground: str = ""
) -> str:
    """合成装置 2F; metres where there is no area. `ground`: what to say of the ground floor."""
    if area is None:
        return "位置未知" if x is None or y is None else f"厂区 x {x:.0f} m，y {y:.0f} m"
    level = ground if floor in (None, 1) else f"{floor}F"
    return f"{area.name} {level}".strip()


def side(area: Named | None, x: float, y: float, floor: int | None) -> str:
    """一号罐区东侧: where in the area."""
    if area is None:
        return place(area, x, y, floor)
    east, north = x - area.label[0], y - area.label[1]
    if max(abs(east), abs(north)) < CENTRE_M:
        return place(area, x, y, floor)
    if abs(east) > abs(north):
        return f"{place(area, x, y, floor)}{'东侧' if east > 0 else '西侧'}"
    return f"{place(area, x, y, floor)}{'北侧' if north > 0 else '南侧'}"


def span(ms: int) -> str:
    """3 分 06 秒; 41 秒; 2 小时 05 分."""
    seconds = max(ms, 0) // 1000
    if seconds < 60:
        return f"{seconds} 秒"
    if seconds < 3600:
        return f"{seconds // 60} 分 {seconds % 60:02d} 秒"
    return f"{seconds // 3600} 小时 {seconds % 3600 // 60:02d} 分"


def of_day(at_ms: int, zone: tzinfo) -> str:
    """14:35:54, plant time."""
    return f"{clock.from_ms(at_ms).astimezone(zone):%H:%M:%S}"


def over_count(count: int, limit: int, inside: Sequence[Holder]) -> str:
    """7 人，限 6 人；多出：赵磊（承包商）. `inside`: the longest there first."""
    extra = list(inside)[limit:]
    text = f"{count} 人，限 {limit} 人"
    if extra:
        return f"{text}；多出：{names(extra)}"
    return f"{text}；最后进入：{who(inside[-1])}" if inside else text


def sos(where: str, nearest: tuple[Holder, float] | None) -> str:
    """合成装置 1F，距离最近同伴 12 m."""
    if nearest is None:
        return f"{where}，附近没有同伴"
    return f"{where}，距离最近同伴 {nearest[1]:.0f} m（{nearest[0].name}）"


def crowd_title(grade: Grade, count: int, *, is_milder: bool = False) -> str:
    """橙色聚集 · 6 人. The colour is the gravest so far; `is_milder`: fewer are left by now."""
    return f"{COLOURS[grade]}聚集 · {'现余 ' if is_milder else ''}{count} 人"


def crowding(where: str, radius_m: float, since: str) -> str:
    """一号罐区东侧，半径 11.8 m，14:35:54 起. A span would be wrong a second later."""
    return f"{where}，半径 {radius_m:.1f} m，{since} 起"
