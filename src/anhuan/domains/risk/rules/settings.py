"""What a plant may set for its register. No figure here is a figure of the law."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from anhuan.domains.risk.rules.accidents import KINDS
from anhuan.domains.risk.rules.direct_red import PEOPLE_AT_ONCE, Rule
from anhuan.domains.risk.rules.scoring import SHIPPED_BOUNDS, Bounds, Scale, bounds_blockers
from anhuan.kernel.errors import Blocker


@dataclass(frozen=True, slots=True)
class Settings:
    """A plant's choices."""

    lec: Bounds = SHIPPED_BOUNDS[Scale.LEC]
    ls: Bounds = SHIPPED_BOUNDS[Scale.LS]
    direct_red: tuple[str, ...] = tuple(Rule)
    people_at_once: int = PEOPLE_AT_ONCE
    accidents: tuple[str, ...] = field(default=KINDS)
    colours_areas: bool = True  # the register decides the colour of the plant's areas
    update_within_days: int = 5  # of a change of the responsible persons (R H)
    review_within_months: int = 12  # an assessment older than that is to be looked at again

    def bounds(self, scale: Scale) -> Bounds:
        """Where the scale's levels begin."""
        return self.lec if scale is Scale.LEC else self.ls


def settings_blockers(asked: Settings) -> Iterator[Blocker]:
    """Every reason against a plant's choices."""
    for scale in Scale:
        yield from bounds_blockers(scale, asked.bounds(scale))
    if not 2 <= asked.people_at_once <= 1000:
        yield Blocker("people_at_once", "同一时间作业人数限值应在 2 到 1000 之间")
    if not asked.accidents:
        yield Blocker("accidents", "至少保留一种事故类型")
    if not 1 <= asked.update_within_days <= 30:
        yield Blocker("update_within_days", "更新时限应在 1 到 30 天之间")
    if not 1 <= asked.review_within_months <= 60:
        yield Blocker("review_within_months", "复评周期应在 1 到 60 个月之间")
