"""Every reason why something may not be done to an alarm, all at once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from anhuan.domains.alarms.rules.kinds import KINDS, LONGEST_SHELVING_H
from anhuan.domains.alarms.rules.life import TRANSITIONS, Life, State, Verb, state_of
from anhuan.domains.alarms.rules.raising import may_silence
from anhuan.kernel.errors import Blocker

CAUSES = ("real", "false", "test", "maintenance")
_LOOP = "AQ 3064.3-2025 5.2.2"
_CROWD = "AQ 3064.3-2025 5.2.3"


def acknowledge_blockers(life: Life) -> Iterator[Blocker]:
    """An open alarm is acknowledged once."""
    yield from _closed(life)
    if life.is_acknowledged:
        yield Blocker("already_acknowledged", "报警已经确认")
    yield from _shelved(life)


def clear_blockers(life: Life, note: str) -> Iterator[Blocker]:
    """Cleared by hand after acknowledging; with a note while the devices still see it."""
    yield from _closed(life)
    yield from _shelved(life)
    if not life.is_acknowledged:
        yield Blocker("not_acknowledged", "请先确认报警，再消警", _LOOP)
    if not life.is_active:
        yield Blocker("already_returned", "报警已经恢复，无需消警")
    elif not life.is_returned and not note.strip():
        yield Blocker("note_missing", "现场尚未自动恢复，请写明人工消警的依据", _CROWD)


def handle_blockers(life: Life, cause: str, result: str) -> Iterator[Blocker]:
    """Handling needs the cause and what was done. Whoever handles has seen it: it acknowledges."""
    yield from _closed(life)
    yield from _shelved(life)
    if cause not in CAUSES:
        yield Blocker("cause_missing", "请选择报警原因：真实、误报、测试或检维修", _LOOP)
    if not result.strip():
        yield Blocker("result_missing", "请填写处理结果", _LOOP)


def close_blockers(life: Life) -> Iterator[Blocker]:
    """Closing ends the loop: handled with a result, over, and cleared where that is required."""
    yield from _closed(life)
    yield from _shelved(life)
    if not life.is_acknowledged:
        yield Blocker("not_acknowledged", "请先确认报警", _LOOP)
    if not life.is_handled or not life.result.strip():
        yield Blocker("not_handled", "没有处理结果，不能关闭", _LOOP)
    if not life.is_returned:
        yield Blocker("still_active", "报警条件仍然存在，不能关闭", _LOOP)
    elif life.is_active:
        yield Blocker("not_cleared", "须人工确认并消警后才能关闭", _CROWD)


def shelve_blockers(
    life: Life, until: datetime, reason: str, now: datetime, *, kind: str = ""
) -> Iterator[Blocker]:
    """Shelving is short, has a reason, and is not for the gravest (ISA-18.2 §11.6)."""
    yield from _closed(life)
    if life.is_shelved:
        yield Blocker("already_shelved", "报警已经搁置")
    if life.priority == 1:
        yield Blocker("priority_one", "一级报警不能搁置")
    if life.needs_clearing:
        yield Blocker("needs_clearing", "须人工消警的报警不能搁置", _CROWD)
    elif not may_silence(kind):
        yield Blocker("never_silent", "求救、跌倒和聚集预警不能搁置", _CROWD)
    if not life.is_closed and not life.is_active:
        yield Blocker("not_active", "报警已经恢复，无需搁置")
    yield from _period_blockers(until - now, reason)


def _period_blockers(period: timedelta, reason: str) -> Iterator[Blocker]:
    if period <= timedelta(0):
        yield Blocker("shelved_too_short", "搁置截止时间必须在将来")
    if period > timedelta(hours=LONGEST_SHELVING_H):
        yield Blocker("shelved_too_long", f"搁置最长 {LONGEST_SHELVING_H} 小时")
    if not reason.strip():
        yield Blocker("reason_missing", "请填写搁置原因")


def unshelve_blockers(life: Life) -> Iterator[Blocker]:
    """Only what is shelved."""
    if not life.is_shelved:
        yield Blocker("not_shelved", "报警没有搁置")


def gathering_blockers(
    life: Life, kind: str, reason: str, measures: str, until: datetime, now: datetime
) -> Iterator[Blocker]:
    """A necessary gathering is judged, with measures and an end (AQ 3064.3 5.2.3 d)."""
    yield from _closed(life)
    if not kind.startswith("crowd_"):
        yield Blocker("not_a_gathering", "只有聚集预警可以研判", _CROWD)
    if not life.is_active:
        yield Blocker("already_returned", "人员已经分散，无需研判")
    if not reason.strip():
        yield Blocker("reason_missing", "请填写确需聚集的理由", _CROWD)
    if not measures.strip():
        yield Blocker("measures_missing", "请填写风险管控措施", _CROWD)
    if not now < until <= now + timedelta(hours=LONGEST_SHELVING_H):
        yield Blocker("until_wrong", f"截止时间须在将来 {LONGEST_SHELVING_H} 小时之内", _CROWD)


def suppress_blockers(
    kind: str, starts_at: datetime, ends_at: datetime, reason: str, now: datetime
) -> Iterator[Blocker]:
    """Silencing: kind, area and time, with a reason; some kinds never (AQ 3064.3 3.6, 5.2.5)."""
    if not may_silence(kind):
        yield Blocker("never_silent", "求救、跌倒和聚集预警不能静默", _CROWD)
    if ends_at <= starts_at:
        yield Blocker("ends_before_start", "结束时间必须晚于开始时间", "AQ 3064.3-2025 5.2.5")
    if ends_at <= now:
        yield Blocker("ends_in_past", "结束时间必须在将来")
    if not reason.strip():
        yield Blocker("reason_missing", "请填写静默原因", "AQ 3064.3-2025 5.2.5")


def kind_blockers(code: str, priority: int, *, needs_clearing: bool) -> Iterator[Blocker]:
    """What a plant may not set."""
    if not 1 <= priority <= 4:
        yield Blocker("priority_range", "优先级为 1 至 4")
    known = KINDS.get(code)
    if known and known.must_clear_by_hand and not needs_clearing:
        yield Blocker("must_clear", "橙色、红色聚集预警必须人工消警", _CROWD)


def step_blocker(life: Life, verb: Verb) -> Iterator[Blocker]:
    """The table's own word, after the particular reasons."""
    state = state_of(life)
    if (state, verb) not in TRANSITIONS:
        yield Blocker("not_now", f"当前状态“{state.label}”不能执行此操作")


def _closed(life: Life) -> Iterator[Blocker]:
    if life.is_closed:
        yield Blocker("closed", "报警已经关闭")


def _shelved(life: Life) -> Iterator[Blocker]:
    if state_of(life) is State.SHELVED:
        yield Blocker("shelved", "报警搁置中，请先取消搁置")
