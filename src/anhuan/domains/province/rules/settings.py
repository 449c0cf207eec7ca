"""What an authority may set: points, bounds, deadlines, limits; everything wrong said at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from anhuan.domains.province.rules.levels import DEADLINES_MIN, ORANGE, RED, YELLOW
from anhuan.domains.province.rules.model import BOUNDS, WEIGHTS
from anhuan.kernel.errors import Blocker

MOST_POINTS = 100
ISSUE_FROM = {RED: "红色", ORANGE: "橙色及以上", YELLOW: "黄色及以上", "": "不自动下发"}


def blockers(
    weights: Mapping[str, Any], bounds: Mapping[str, Any], deadlines_min: Mapping[str, Any]
) -> Iterator[Blocker]:
    """Every reason against them."""
    wrong = [key for key, value in weights.items() if not _is_within(value, 0, MOST_POINTS)]
    if wrong or set(weights) - set(WEIGHTS):
        yield Blocker("bad_weight", f"分值应为 0 到 {MOST_POINTS} 的整数")
    known = BOUNDS | dict(bounds)
    if not all(_is_within(value, 1, 1000) for value in known.values()) or set(known) - set(BOUNDS):
        yield Blocker("bad_bound", "等级界限应为 1 到 1000 的整数")
    elif not known[RED] > known[ORANGE] > known[YELLOW]:
        yield Blocker("bounds_order", "等级界限应满足 红 > 橙 > 黄")
    times = DEADLINES_MIN | dict(deadlines_min)
    if not all(_is_within(value, 1, 43_200) for value in times.values()):
        yield Blocker("bad_deadline", "反馈时限应为 1 分钟到 30 天")


def _is_within(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
