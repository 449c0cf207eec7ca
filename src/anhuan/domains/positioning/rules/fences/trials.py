"""What may be asked of a trial: replaying stored tracks against a fence before it goes live."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from anhuan.kernel.errors import Blocker

LONGEST = timedelta(days=7)
SETTLED = timedelta(minutes=10)  # later no point of before says where somebody is
NEWEST = timedelta(minutes=25)  # before this, tracks are sealed for certain


def trial_blockers(since: datetime, until: datetime, now: datetime) -> Iterator[Blocker]:
    """What is wrong with the period asked for."""
    if until <= since:
        yield Blocker("trial_period", "结束时间必须晚于开始时间")
    elif until - since > LONGEST:
        yield Blocker("trial_too_long", f"一次最多回放 {LONGEST.days} 天，请缩短时段")
    if until > now - NEWEST:
        minutes = int(NEWEST.total_seconds() / 60)
        yield Blocker("trial_too_new", f"最近 {minutes} 分钟的轨迹还没有封存，请把结束时间提前")


def longest_lead_in(limit_s: int | None) -> timedelta:
    """How long before the period the replay must begin to know who was inside since when."""
    return SETTLED + timedelta(seconds=min(limit_s or 0, 86_400))
