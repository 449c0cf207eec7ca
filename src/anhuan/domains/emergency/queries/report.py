"""What came of an evacuation: the same numbers whenever it is read again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anhuan.domains.emergency.models import Evacuation, EvacuationStep
from anhuan.domains.emergency.queries.roll import limits_of, lines_of, picture
from anhuan.domains.emergency.rules import roll as rules
from anhuan.domains.org.models import Account

STEP_WORDS = {
    "order": "下达疏散令", "tell_again": "再次下令", "enter": "进入危险区", "tick": "人工点到",
    "untick": "撤销点到", "clearing": "开始撤离", "emptied": "危险区清空", "cleared": "全部到位",
    "stand_down": "解除",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """The report's figures. Times in seconds from the order; None: it never came to that."""

    affected: int
    arrived: int
    within_target: int
    emptied_s: float | None
    accounted_s: float | None
    median_s: float | None
    curve: list[tuple[float, int]]
    course: list[EvacuationStep]
    people: list[dict[str, Any]]
    areas: list[dict[str, Any]]
    musters: list[dict[str, Any]]

    @property
    def never(self) -> int:
        """Who never arrived."""
        return self.affected - self.arrived

    @property
    def within_pct(self) -> int:
        """Of all affected, the share that arrived within the target time; rounded down."""
        return rules.percent(self.within_target, self.affected)


def report_of(account: Account, evacuation: Evacuation, now: datetime) -> Report:
    """Everything about one evacuation, over or not."""
    until = evacuation.stood_down_at or now
    lines = lines_of(evacuation.evacuees.all(), {}, now, limits_of(evacuation))
    found = picture(account, evacuation, now)
    taken = sorted(one for line in lines if (one := rules.arrival_s(line)) is not None)
    return Report(
        affected=len(lines), arrived=len(taken),
        within_target=rules.within_target(lines, evacuation.target_s),
        emptied_s=found["emptied_s"], accounted_s=found["accounted_s"],
        median_s=taken[len(taken) // 2] if taken else None,
        curve=rules.curve(lines, evacuation.ordered_at, until),
        course=list(evacuation.steps.all()), people=found["people"], areas=found["areas"],
        musters=found["musters"],
    )  # fmt: skip
