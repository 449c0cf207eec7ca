"""How good a position is, in a word: its honest radius, and how much of what was heard fitted.

Ranges through a wall or a body are too long. The filter refuses or weighs them down; the more of
them, the less speaks for the place. Where the words begin is the plant's setting; usual are the
3 m at rest and 5 m on the move of AQ 3064.3-2025 7.1.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from anhuan.kernel.errors import Blocker

WORDS = {"good": "好", "fair": "一般", "poor": "差"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Up to where a position is good, and up to where fair: radius (m) and weight lost (%)."""

    good_m: float = 3.0
    fair_m: float = 5.0
    good_lost_pct: int = 35
    fair_lost_pct: int = 65


USUAL = Bounds()


def quality_of(r68_m: float, blocked: float, bounds: Bounds = USUAL) -> str:
    """good, fair or poor, by the worse of radius (m) and share of weight lost (0..1)."""
    lost_pct = 100 * blocked
    if r68_m <= bounds.good_m and lost_pct <= bounds.good_lost_pct:
        return "good"
    fair = r68_m <= bounds.fair_m and lost_pct <= bounds.fair_lost_pct
    return "fair" if fair else "poor"


def bounds_blockers(bounds: Bounds) -> Iterator[Blocker]:
    """What is called fair must reach further than what is called good."""
    if bounds.fair_m < bounds.good_m:
        yield Blocker("quality_radius", "质量“一般”的误差上限不能小于“好”的上限")
    if bounds.fair_lost_pct < bounds.good_lost_pct:
        yield Blocker("quality_lost", "质量“一般”的遮挡上限不能小于“好”的上限")
