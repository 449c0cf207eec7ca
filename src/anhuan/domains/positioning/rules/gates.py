"""What a gate may say, when somebody inside has no tag, and how a sounder's test went."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from anhuan.kernel.errors import Blocker

AHEAD = timedelta(seconds=60)  # a gate's clock may be that much fast
INSIDE_AT_MOST = timedelta(hours=24)  # an entry that old was never followed by its exit
ANSWERS_WITHIN = timedelta(seconds=15)  # a sounder that is told to speak
SOUNDER_STATES = {"untested": "未测试", "waiting": "等待应答", "good": "正常", "silent": "无应答"}


def passage_blockers(gate: str, way: str, at: datetime, now: datetime) -> Iterator[Blocker]:
    """Every reason against a passage."""
    if not gate.strip():
        yield Blocker("gate_missing", "缺少门的编号")
    if way not in ("in", "out"):
        yield Blocker("way_unknown", "方向只能是 in（进厂）或 out（出厂）")
    if at > now + AHEAD:
        yield Blocker("in_future", "通行时间在将来，请校对门禁时钟")


def is_without_tag(
    way: str, at: datetime, located_at: datetime | None, now: datetime, after_s: int
) -> bool:
    """Inside by the gate for longer than `after_s`, and no tag located since. POS-017, AQL-013."""
    inside = way == "in" and timedelta(seconds=after_s) < now - at <= INSIDE_AT_MOST
    return inside and (located_at is None or located_at < at)


def is_out_with_tag(
    way: str, at: datetime, located_at: datetime | None, now: datetime, after_s: int
) -> bool:
    """Out by the gate, and the tag located more than `after_s` later. AQ 3064.3-2025 5.2.4 a.

    What lies in the rack at a gate was handed back: whoever asks leaves such places out.
    """
    out = way == "out" and now - at <= INSIDE_AT_MOST
    return out and located_at is not None and located_at - at > timedelta(seconds=after_s)


def sounder_state(tested_at: datetime | None, answered_at: datetime | None, now: datetime) -> str:
    """A key of `SOUNDER_STATES`: whether it answered its last test."""
    if tested_at is None:
        return "untested"
    if answered_at is not None and answered_at >= tested_at:
        return "good"
    return "waiting" if now - tested_at <= ANSWERS_WITHIN else "silent"


def sounder_blockers(x_m: float | None, y_m: float | None) -> Iterator[Blocker]:
    """A place has both coordinates, or none."""
    if (x_m is None) != (y_m is None):
        yield Blocker("place_half", "x、y 须同时填写，或都不填")
