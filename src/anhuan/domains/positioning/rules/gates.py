"""What a gate may say, and when somebody inside has no tag."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from anhuan.kernel.errors import Blocker

AHEAD = timedelta(seconds=60)  # a gate's clock may be that much fast
INSIDE_AT_MOST = timedelta(hours=24)  # an entry that old was never followed by its exit


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
