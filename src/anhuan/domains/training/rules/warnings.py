"""When people are told that something runs out: 90, 60, 30, 7 days before, and once it is over."""

from collections.abc import Iterable
from datetime import date

WARN_DAYS = (90, 60, 30, 7)
OVER = -1


def step_of(until: date | None, day: date, steps: Iterable[int]) -> int | None:
    """The step reached: the smallest number of days not yet passed; `OVER` past the last day."""
    if until is None:
        return None
    left = (until - day).days
    if left < 0:
        return OVER
    return min((step for step in steps if left <= step), default=None)


def is_news(step: int | None, told: int | None) -> bool:
    """Whether a step is to be told; `told` is the last one that was."""
    return step is not None and (told is None or step < told)


def remaining(until: date, day: date) -> str:
    """How long still, in words."""
    left = (until - day).days
    if left < 0:
        return f"已过期 {-left} 天"
    return "今天到期" if left == 0 else f"还有 {left} 天到期"
