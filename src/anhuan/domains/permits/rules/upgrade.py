"""Days and hours on which hot work counts for more. GB 30871-2022 5.1.1, 5.2.15; AQ 3064.2 5.8.3.

The whole span of a permit is looked at: one that reaches a minute into the night is night work.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.kinds import Kind, next_graver, rank_of
from anhuan.domains.permits.rules.reasons import Reason
from anhuan.domains.permits.rules.settings import Settings
from anhuan.domains.permits.rules.validity import longest

WIND_FROM_LEVEL = 5
SATURDAY = 5


class DayKind(StrEnum):
    """What the calendar says of a day that differs from its weekday (`org.Holiday.Kind`)."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"
    SPECIAL = "special"


class Occasion(StrEnum):
    """Why work counts for more."""

    HOLIDAY = "holiday"
    REST_DAY = "rest_day"
    NIGHT = "night"
    SPECIAL_PERIOD = "special_period"
    WIND = "wind"


OCCASION_LABELS: dict[Occasion, str] = {
    Occasion.HOLIDAY: "法定节假日",
    Occasion.REST_DAY: "公休日",
    Occasion.NIGHT: "夜间",
    Occasion.SPECIAL_PERIOD: "重大活动等特殊时段",
    Occasion.WIND: "五级及以上风露天作业",
}
_ALARMS = {
    Occasion.HOLIDAY: Alarm.HOLIDAY,
    Occasion.REST_DAY: Alarm.REST_DAY,
    Occasion.NIGHT: Alarm.NIGHT,
    Occasion.SPECIAL_PERIOD: Alarm.SPECIAL_PERIOD,
}


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What came of it: the grade that holds, and whether the approver is one post higher."""

    level: str
    is_approver_raised: bool
    reasons: tuple[Reason, ...]


def occasions(
    starts_at: datetime,
    ends_at: datetime,
    calendar: Mapping[date, str],
    settings: Settings,
    tz: tzinfo,
) -> frozenset[Occasion]:
    """Every occasion the span touches, in plant time. `calendar`: days that differ from their
    weekday, by `DayKind`. The end itself is not worked any more."""
    return frozenset(
        occasion
        for begin, end in _days(starts_at.astimezone(tz), ends_at.astimezone(tz))
        for occasion in _of_part(begin, end, calendar, settings)
    )


def _days(begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The span cut at each midnight."""
    while begin < end:
        midnight = datetime.combine(begin.date() + timedelta(days=1), time(), begin.tzinfo)
        yield begin, min(end, midnight)
        begin = midnight


def _of_part(
    begin: datetime, end: datetime, calendar: Mapping[date, str], settings: Settings
) -> Iterator[Occasion]:
    """What holds for a part of one day."""
    kind = calendar.get(begin.date())
    if kind == DayKind.SPECIAL:
        yield Occasion.SPECIAL_PERIOD
    if kind == DayKind.HOLIDAY:
        yield Occasion.HOLIDAY
    elif kind != DayKind.WORKDAY and begin.weekday() >= SATURDAY:
        yield Occasion.REST_DAY
    if _touches_night(begin, end, settings):
        yield Occasion.NIGHT


def _touches_night(begin: datetime, end: datetime, settings: Settings) -> bool:
    """Whether a part of one day reaches into the night, which may lie over midnight or not."""
    first, last = settings.night_from, settings.night_until
    reaches_midnight = end.date() > begin.date()
    end_time = time.max if reaches_midnight else end.time()
    if first < last:
        return begin.time() < last and end_time > first
    return begin.time() < last or end_time > first


def is_raised_kind(kind: Kind, settings: Settings) -> bool:
    """Hot work always; others where the plant says so (U6)."""
    return kind is Kind.HOT_WORK or kind in settings.upgraded_kinds


def in_time(
    facts: Facts, starts_at: datetime, ends_at: datetime, settings: Settings, tz: tzinfo
) -> Facts:
    """The job's facts with what its planned span adds: its length, and night if it reaches in."""
    span_h = (ends_at - starts_at).total_seconds() / 3600
    with_span = replace(facts, span_h=span_h)
    touched = occasions(starts_at, ends_at, {}, settings, tz)
    return with_span.plus(Flag.NIGHT) if Occasion.NIGHT in touched else with_span


def upgraded(
    kind: Kind,
    level: str,
    found: frozenset[Occasion],
    settings: Settings,
    span: timedelta | None = None,
) -> Upgrade:
    """The grade and approver that hold on these occasions. By the plant's choice the grade goes up
    one, or the approver; the gravest grade can only have its approver raised (U4), and so has a
    permit whose span is longer than the higher grade may be valid (72 h never fit into 8 h)."""
    if not found or not is_raised_kind(kind, settings):
        return Upgrade(level, False, ())
    names = "、".join(OCCASION_LABELS[one] for one in Occasion if one in found)
    higher = next_graver(kind, level)
    fits = span is None or span <= longest(kind, higher, settings)
    by_level = settings.upgrade_mode == "level" and higher != level and fits
    how = "级别提高一级" if by_level else "审批人提高一级"
    reason = Reason("upgrade", f"{names}作业，升级管理：{how}", "GB 30871-2022 5.1.1")
    return Upgrade(higher if by_level else level, not by_level, (reason,))


def alarms_if_not_upgraded(
    kind: Kind,
    computed_level: str,
    held_level: str,
    found: frozenset[Occasion],
    settings: Settings,
    *,
    is_approver_raised: bool,
) -> tuple[Alarm, ...]:
    """Alarms 40–43 for a permit held on such an occasion with neither its grade nor its approver
    raised above what the facts alone demand."""
    if not is_raised_kind(kind, settings) or is_approver_raised:
        return ()
    if rank_of(kind, held_level) > rank_of(kind, computed_level):
        return ()
    return tuple(_ALARMS[one] for one in Occasion if one in found and one in _ALARMS)
