"""When something falls due for a permit, to the second. A scan compares with `now`; nothing is
kept running, so restarts lose nothing.

`Due.at` is the last moment that is still in order: 30 min after sampling work may start, a second
later it may not. GB 30871-2022 5.3.1, 6.3, 6.5; AQ 3064.2-2025 5.9.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from anhuan.domains.permits.rules.codes import ALARM_CODES, Alarm
from anhuan.domains.permits.rules.facts import Facts
from anhuan.domains.permits.rules.gas import (
    expires_at,
    interruption_limit,
    needs_daily_test,
    record_interval,
    targets,
)
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.settings import Settings


class What(StrEnum):
    """What falls due."""

    TEST_STALE = "test_stale"  # the flow returns to testing; no start on this test
    STEP_OVERDUE = "step_overdue"
    RETEST = "retest"
    SUSPENDED_LONG = "suspended_long"
    DAILY_TEST = "daily_test"
    RECORD_SOON = "record_soon"
    RECORD = "record"
    HAND_READING_SOON = "hand_reading_soon"
    HAND_READING = "hand_reading"
    EXPIRES_SOON = "expires_soon"
    EXPIRES = "expires"
    ACCEPTANCE = "acceptance"


WHAT_LABELS: dict[What, str] = {
    What.TEST_STALE: "气体分析超过 30 分钟未开工，须重新分析",
    What.STEP_OVERDUE: "审批步骤超时",
    What.RETEST: "中断超时，恢复前须重新气体分析",
    What.SUSPENDED_LONG: "暂停超时，请恢复、取消或重新办票",
    What.DAILY_TEST: "新的一天，须有当日气体分析",
    What.RECORD_SOON: "气体浓度即将到记录时间",
    What.RECORD: "气体浓度超过 2 小时未记录",
    What.HAND_READING_SOON: "特级动火没有联网检测仪，即将到人工检测时间",
    What.HAND_READING: "特级动火没有联网检测仪，人工检测超时",
    What.EXPIRES_SOON: "作业票即将到期",
    What.EXPIRES: "作业票已到期",
    What.ACCEPTANCE: "完工后未及时验收",
}

AHEAD_LABELS: dict[What, str] = {
    What.TEST_STALE: "凭本次气体分析开工的时限",
    What.STEP_OVERDUE: "本步审批时限",
    What.RETEST: "不重新分析即可恢复的时限",
    What.SUSPENDED_LONG: "暂停时限",
    What.DAILY_TEST: "当日气体分析的时限",
    What.RECORD_SOON: "提醒记录气体浓度",
    What.RECORD: "记录气体浓度的时限",
    What.HAND_READING_SOON: "提醒人工检测",
    What.HAND_READING: "人工检测的时限",
    What.EXPIRES_SOON: "作业票到期提醒",
    What.EXPIRES: "作业票到期",
    What.ACCEPTANCE: "验收时限",
}


@dataclass(frozen=True, slots=True)
class Course:
    """A permit's moments, as far as they matter for time. None: has not happened."""

    kind: Kind
    level: str
    facts: Facts
    ends_at: datetime
    sampled_at: datetime | None = None  # of the latest good test
    step_opened_at: datetime | None = None  # the approval step somebody is to sign now
    step_limit_min: int | None = None  # the form's; None takes the plant's
    started_at: datetime | None = None
    working_since: datetime | None = None  # start or latest resumption
    suspended_at: datetime | None = None
    recorded_at: datetime | None = None  # the latest value written down while working
    finished_at: datetime | None = None
    is_read_by_hand: bool = False  # special hot work that no detector watches
    is_closed: bool = False  # accepted, cancelled, void

    @property
    def is_working(self) -> bool:
        """Between start and finish and not suspended."""
        begun = self.started_at is not None and self.finished_at is None
        return begun and self.suspended_at is None and not self.is_closed


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One thing that falls due."""

    at: datetime
    what: What
    alarm: Alarm | None = field(default=None, compare=False)  # None: a reminder

    @property
    def text(self) -> str:
        """What is to be said when it has come."""
        return WHAT_LABELS[self.what]

    def text_at(self, now: datetime) -> str:
        """The same, or what a clock runs towards before it has come."""
        return self.text if self.is_over(now) else AHEAD_LABELS[self.what]

    def is_over(self, now: datetime) -> bool:
        """Whether the moment is past. Reminders come at their moment, breaches only after it."""
        return now >= self.at if self.alarm is None else now > self.at


def urgency(alarm: Alarm | None, *, is_working: bool) -> int:
    """What is done first when much falls due at once: 0 stops a work, 1 alarms, 2 reminds."""
    if alarm is None:
        return 2
    return 0 if is_working and ALARM_CODES[alarm].suspends else 1


def due_times(course: Course, settings: Settings, tz: tzinfo) -> list[Due]:
    """Everything that falls due for this permit, in order of time; empty once it is closed."""
    if course.is_closed:
        return []
    return sorted(due for rule in _RULES for due in rule(course, settings, tz))


def next_due(course: Course, settings: Settings, tz: tzinfo, now: datetime) -> Due | None:
    """The next thing to come, for a live panel's countdown."""
    return next((one for one in due_times(course, settings, tz) if one.at > now), None)


def _before_start(course: Course, settings: Settings, _tz: tzinfo) -> Iterator[Due]:
    waits = course.started_at is None
    if waits and course.sampled_at and targets(course.kind, course.facts):
        yield Due(expires_at(course.sampled_at), What.TEST_STALE, Alarm.TEST_TOO_OLD)
    if waits and course.step_opened_at:
        minutes = course.step_limit_min or settings.step_limit_min
        yield Due(
            course.step_opened_at + timedelta(minutes=minutes),
            What.STEP_OVERDUE,
            Alarm.APPROVAL_OVERDUE,
        )


def _while_suspended(course: Course, settings: Settings, _tz: tzinfo) -> Iterator[Due]:
    rested = course.suspended_at
    if rested is None or course.finished_at is not None:
        return
    limit = interruption_limit(course.kind, course.level, course.facts)
    is_fresh = course.sampled_at is not None and course.sampled_at > rested
    if limit is not None and not is_fresh:
        yield Due(rested + limit, What.RETEST, Alarm.NO_RETEST)
    longest = timedelta(minutes=settings.suspended_limit_min)
    yield Due(rested + longest, What.SUSPENDED_LONG, Alarm.SUSPENDED_LONG)


def _while_working(course: Course, settings: Settings, tz: tzinfo) -> Iterator[Due]:
    since = course.working_since or course.started_at
    if not course.is_working or since is None:
        return
    yield from _record(course, since, settings)
    yield from _hand_reading(course, since, settings)
    if needs_daily_test(course.kind, course.facts):
        tested = max(course.sampled_at or since, course.recorded_at or since)
        yield Due(_next_midnight(tested, tz), What.DAILY_TEST, daily_alarm(course))


def daily_alarm(course: Course) -> Alarm:
    """Code 04 names only second-grade hot work; the others have a code of ours."""
    is_second = course.kind is Kind.HOT_WORK and course.level == "second"
    return Alarm.NO_DAILY_TEST if is_second else Alarm.NO_DAILY_TEST_OTHER


def _record(course: Course, since: datetime, settings: Settings) -> Iterator[Due]:
    every = record_interval(course.kind, course.facts)
    if every is None:
        return
    due_at = max(course.recorded_at or since, since) + every
    yield Due(due_at - timedelta(minutes=settings.record_reminder_min), What.RECORD_SOON)
    yield Due(due_at, What.RECORD, Alarm.RECORD_OVERDUE)


def _hand_reading(course: Course, since: datetime, settings: Settings) -> Iterator[Due]:
    """Special hot work is watched at any time: by a detector, else by readings often enough. How
    often is the plant's, at most every 30 min, for which a reading holds at all (5.3.1 d)."""
    if not course.is_read_by_hand:
        return
    every = timedelta(minutes=settings.hand_reading_min)
    due_at = max(course.recorded_at or since, since) + every
    yield Due(due_at - every / 3, What.HAND_READING_SOON)
    yield Due(due_at, What.HAND_READING, Alarm.NOT_CONTINUOUS)


def _until_the_end(course: Course, settings: Settings, _tz: tzinfo) -> Iterator[Due]:
    if course.finished_at is not None:
        limit = timedelta(minutes=settings.acceptance_limit_min)
        yield Due(course.finished_at + limit, What.ACCEPTANCE, Alarm.NOT_ACCEPTED)
        return
    warning = timedelta(minutes=settings.expiry_warning_min)
    yield Due(course.ends_at - warning, What.EXPIRES_SOON)
    yield Due(course.ends_at, What.EXPIRES, Alarm.EXPIRED)


def _next_midnight(moment: datetime, tz: tzinfo) -> datetime:
    """The last moment of this plant day, which is the first of the next."""
    return datetime.combine(moment.astimezone(tz).date() + timedelta(days=1), time(), tz)


_Rule = Callable[[Course, Settings, tzinfo], Iterator[Due]]
_RULES: tuple[_Rule, ...] = (_before_start, _while_suspended, _while_working, _until_the_end)
