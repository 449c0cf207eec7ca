"""Every reason against a deed, all at once."""

from collections.abc import Iterator
from typing import Any

from anhuan.domains.emergency.rules.life import OPEN, State
from anhuan.kernel.errors import Blocker
from anhuan.kernel.geometry import geometry_blockers

LEAST_RADIUS_M, MOST_RADIUS_M = 5.0, 5000.0
LEAST_KEPT_DAYS = 366  # drills and incidents stay at least a year
_CLAUSE = "AQ 3064.3-2025 5.5.1"


def order_blockers(
    geometry: Any, radius_m: float | None, text: str, target_s: int
) -> Iterator[Blocker]:
    """An order needs a place and words. A missing muster point is no reason to let people stay."""
    if geometry is None:
        yield Blocker("place_missing", "请选择区域，或在地图上画出危险区", _CLAUSE)
    else:
        yield from _shape_blockers(geometry, radius_m)
    if not text.strip():
        yield Blocker("text_missing", "请填写疏散指令内容", _CLAUSE)
    if not 30 <= target_s <= 7200:
        yield Blocker("target_range", "目标时间应为 30 到 7200 秒")


def _shape_blockers(geometry: Any, radius_m: float | None) -> Iterator[Blocker]:
    found = list(geometry_blockers(geometry))
    yield from found
    if found or geometry["type"] == "Polygon":
        return
    if geometry["type"] != "Point":
        yield Blocker("geometry_shape", "危险区应为多边形或圆")
    elif radius_m is None or not LEAST_RADIUS_M <= radius_m <= MOST_RADIUS_M:
        yield Blocker("radius_range", f"圆的半径应为 {LEAST_RADIUS_M:g} 到 {MOST_RADIUS_M:g} 米")


def open_blockers(state: State) -> Iterator[Blocker]:
    """Nothing happens to an evacuation that was stood down."""
    if state not in OPEN:
        yield Blocker("stood_down", "这次疏散已经解除")


def adding_blockers(asked: int, new: int) -> Iterator[Blocker]:
    """Somebody to add who is not on the list yet."""
    if not asked:
        yield Blocker("nobody_chosen", "请选择要补登的人员")
    elif not new:
        yield Blocker("already_listed", "所选人员都已在名单中")


def untick_blockers(state: State, *, is_ticked: bool, reason: str) -> Iterator[Blocker]:
    """Only what was ticked by hand is taken back by hand."""
    yield from open_blockers(state)
    if not is_ticked:
        yield Blocker("not_ticked", "此人不是人工点到，不能撤销")
    if not reason.strip():
        yield Blocker("reason_missing", "请填写撤销原因")


def stand_down_blockers(
    state: State, left: int, reason: str, *, despite: bool
) -> Iterator[Blocker]:
    """Somebody says why; while people are left, they say that they know."""
    yield from open_blockers(state)
    if not reason.strip():
        yield Blocker("reason_missing", "请填写解除原因")
    if left and not despite:
        yield Blocker("people_left", f"还有 {left} 人没有到位，请先查清，或勾选“仍要解除”")


def settings_blockers(kept_days: int) -> Iterator[Blocker]:
    """Records of incidents and drills stay at least a year."""
    if kept_days < LEAST_KEPT_DAYS:
        yield Blocker("kept_days", f"记录保存不少于 {LEAST_KEPT_DAYS} 天（1 年）")
