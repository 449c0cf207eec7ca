"""What a plan or an item may not be, every reason at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from anhuan.domains.inspection.rules.readings import Kind
from anhuan.domains.inspection.rules.recurrence import Every
from anhuan.kernel.errors import Blocker


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item as somebody wrote it; `line` as people count."""

    line: int
    name: str
    kind: str
    low: float | None
    high: float | None
    choices: Sequence[str]
    normal: Sequence[str]

    @classmethod
    def of(cls, line: int, row: Mapping[str, Any]) -> "ItemFacts":
        """From the columns of the table."""
        return cls(
            line, str(row.get("name") or "").strip(), row.get("kind") or Kind.CHECK,
            row.get("low"), row.get("high"), row.get("choices") or (), row.get("normal") or (),
        )  # fmt: skip


def item_blockers(item: ItemFacts) -> Iterator[Blocker]:
    """INS-027, INS-028."""
    where = f"第 {item.line} 项"
    if not item.name:
        yield Blocker("item_name", f"{where}：请填写检查内容")
    if item.kind == Kind.NUMBER and item.low is None and item.high is None:
        yield Blocker("item_limits", f"{where}：数值项至少填写上限或下限", "INS-028")
    if item.low is not None and item.high is not None and item.low > item.high:
        yield Blocker("item_limits_order", f"{where}：下限 {item.low:g} 大于上限 {item.high:g}")
    if item.kind == Kind.CHOICE and len(item.choices) < 2:
        yield Blocker("item_choices", f"{where}：选项至少两个")
    if strange := [one for one in item.normal if one not in item.choices]:
        yield Blocker("item_normal", f"{where}：正常选项“{'、'.join(strange)}”不在选项中")


def plan_blockers(every: str, hours: Sequence[Sequence[str]], times: int) -> Iterator[Blocker]:
    """INS-018, INS-019."""
    for span in hours:
        try:
            begin, end = (time.fromisoformat(one) for one in span)
        except (TypeError, ValueError):
            yield Blocker("hours", "时段应写成 08:00-20:00")
            continue
        if begin == end and begin != time(0):
            yield Blocker("hours_empty", f"时段 {span[0]}-{span[1]} 长度为零")
    if every == Every.HOUR and times != 1:
        yield Blocker("times", "按小时的计划不填次数，由间隔决定")
