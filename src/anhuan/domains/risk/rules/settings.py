"""What a plant may set for its register. No figure here is a figure of the law."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from anhuan.domains.risk.rules.direct_red import PEOPLE_AT_ONCE, Rule
from anhuan.domains.risk.rules.scoring import SHIPPED_BOUNDS, Bounds, Scale, bounds_blockers
from anhuan.kernel.errors import Blocker

# GB 6441-2025 renames and adds kinds; the plant keeps the list it reports by.
ACCIDENTS = (
    "物体打击", "车辆致害", "机械致害", "起重致害", "触电", "淹溺", "灼烫", "火灾", "高处坠落",
    "跌落", "坍塌", "泄漏", "可燃气体爆炸", "粉尘爆炸", "容器爆炸", "锅炉爆炸", "其他爆炸",
    "中毒和窒息", "其他",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """A plant's choices."""

    lec: Bounds = SHIPPED_BOUNDS[Scale.LEC]
    ls: Bounds = SHIPPED_BOUNDS[Scale.LS]
    direct_red: tuple[str, ...] = tuple(Rule)
    people_at_once: int = PEOPLE_AT_ONCE
    accidents: tuple[str, ...] = field(default=ACCIDENTS)
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
