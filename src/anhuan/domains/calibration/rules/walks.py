"""What speaks against a step of a walk test or an alarm test."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from anhuan.kernel.errors import Blocker

LEAST = timedelta(seconds=20)
LONGEST = timedelta(hours=2)
Span = tuple[datetime, datetime | None]


def ended_blockers(is_over: bool) -> Iterator[Blocker]:
    """A test that is over is a record."""
    if is_over:
        yield Blocker("test_is_over", "测试已结束，结果不能再改；请新建一次测试")


def span_blockers(
    since: datetime, until: datetime | None, now: datetime, least: timedelta = timedelta(0)
) -> Iterator[Blocker]:
    """A stated time must lie behind us and be as long as is worth anything."""
    if since > now or (until is not None and until > now):
        yield Blocker("in_the_future", "时间不能晚于现在")
    if until is not None and until <= since:
        yield Blocker("ends_before_start", "结束时间必须晚于开始时间")
    elif until is not None and until - since < least:
        yield Blocker("too_short", f"至少停留 {least.total_seconds():.0f} 秒")
    elif (until or now) - since > LONGEST:
        yield Blocker("too_long", "一次不超过 2 小时，请检查时间")


def overlap_blockers(new: Span, others: Iterable[Span]) -> Iterator[Blocker]:
    """One tag stands at one point at a time."""
    end = new[1] or datetime.max.replace(tzinfo=new[0].tzinfo)
    for since, until in others:
        if since < end and (until is None or until > new[0]):
            yield Blocker("stands_overlap", "与另一个测量点的停留重叠；先结束前一个，或改正时间")
            return


def standing_blockers(is_moving: bool) -> Iterator[Blocker]:
    """Along a route one passes points; stands belong to a static test."""
    if is_moving:
        yield Blocker("walk_is_moving", "这是沿路线的动态测试，请按路线逐点点“到达”")


def passing_blockers(is_moving: bool) -> Iterator[Blocker]:
    """Points are passed along a route only."""
    if not is_moving:
        yield Blocker("walk_has_no_route", "这次测试没有选择路线，请在测量点停留")


def finish_blockers(stands: int, open_stands: int) -> Iterator[Blocker]:
    """A walk test without a stand proves nothing."""
    if open_stands:
        yield Blocker("still_standing", "还有一个测量点没有结束，请先点“离开”")
    if not stands:
        yield Blocker("no_stands", "还没有测量点的停留记录；先在测量点停留，或补录")


def reason_blockers(reason: str) -> Iterator[Blocker]:
    """Whoever calls a test off says why."""
    if not reason.strip():
        yield Blocker("reason_missing", "请填写作废原因")
