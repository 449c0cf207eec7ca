"""The day's completeness as the one above counts it, so that the plant sees it first.

The published words are: committed in time, plan in time, data connected, data complete,
warnings closed (应急 five systems; 鲁应急字〔2021〕107号 附件1 五). Weights are not published: they
are the plant's to set, and equal until it does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What is counted."""

    COMMITMENT = "commitment"
    PLAN = "plan"
    ACCESS = "access"
    COMPLETE = "complete"
    TIMELY = "timely"
    CLOSED = "closed"


LABELS: dict[Part, str] = {
    Part.COMMITMENT: "按时承诺",
    Part.PLAN: "按时上报作业计划",
    Part.ACCESS: "数据接入率",
    Part.COMPLETE: "数据完整率",
    Part.TIMELY: "及时率",
    Part.CLOSED: "报警闭环率",
}
MEANINGS: dict[Part, str] = {
    Part.COMMITMENT: "10:00 前送达的安全承诺",
    Part.PLAN: "10:00 前送达的当日作业计划",
    Part.ACCESS: "有数据送达的表 / 应报且有数据的表",
    Part.COMPLETE: "校验无误的数据 / 全部应报数据",
    Part.TIMELY: "在规定时间内送达 / 今日应送达",
    Part.CLOSED: "已上报销警 / 24 小时前上报的报警",
}
WEIGHTS: dict[Part, int] = {
    Part.COMMITMENT: 20, Part.PLAN: 15, Part.ACCESS: 15, Part.COMPLETE: 20, Part.TIMELY: 20,
    Part.CLOSED: 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many; nothing of nothing does not count."""

    part: Part
    done: int
    of: int

    @property
    def rate(self) -> float | None:
        """0 to 1."""
        return self.done / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Score:
    """`value` 0 to 100; None while nothing was due."""

    value: float | None
    counts: tuple[Count, ...]


def score_of(counts: Iterable[Count], weights: Mapping[str, int]) -> Score:
    """The weighted mean of what has a rate; what had nothing to do is left out of the mean."""
    found = tuple(counts)
    rated = [(one.rate, weights.get(one.part, WEIGHTS[one.part])) for one in found]
    known = [(rate, weight) for rate, weight in rated if rate is not None and weight > 0]
    whole = sum(weight for _, weight in known)
    if not whole:
        return Score(None, found)
    return Score(round(100 * sum(rate * weight for rate, weight in known) / whole, 1), found)
