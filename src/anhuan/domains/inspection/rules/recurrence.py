"""When a plan asks for a check: once, by the hour, day, week, month, year, shift, before holidays.

Ministry inspection guide 2021 4.2.2 (INS-018, INS-019). All in the plant's own days: a slot that
begins at 22:00 and ends at 06:00 belongs to the day it begins on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

ONE_DAY = timedelta(days=1)
LAST_DAY = -1  # of a month
SUNDAY = 7


class Every(StrEnum):
    """The unit a plan repeats by."""

    ONCE = "once"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    SHIFT = "shift"
    HOLIDAY = "holiday"


class Days(StrEnum):
    """Which days count."""

    ALL = "all"
    WORKDAYS = "workdays"
    REST_DAYS = "rest_days"


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of the day, local; one that ends not after it begins ends on the next day."""

    begin: time
    end: time

    def on(self, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
        """The part of this very day."""
        begin = datetime.combine(day, self.begin, zone)
        end = datetime.combine(day, self.end, zone)
        return begin, end if end > begin else datetime.combine(day + ONE_DAY, self.end, zone)


WHOLE_DAY = Hours(time(0), time(0))


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How a plan repeats.

    step: every so many units, counted from `starts_on`; hours are counted from the begin of each
    of the `hours`. times: checks within each of them, evenly spread; not for hours. lead_days: how
    long before a holiday the check may be done.
    """

    every: Every
    starts_on: date
    ends_on: date | None = None
    step: int = 1
    hours: tuple[Hours, ...] = (WHOLE_DAY,)
    times: int = 1
    weekdays: frozenset[int] = frozenset()  # 1 Monday … 7 Sunday
    month_days: frozenset[int] = frozenset()  # 1 … 31, -1 the last
    months: frozenset[int] = frozenset()  # 1 … 12, of a yearly plan
    days: Days = Days.ALL
    lead_days: int = 3


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of the roster and the team that has it."""

    begin: datetime
    end: datetime
    team: str


class Calendar(Protocol):
    """What a plan must know of the plant's days."""

    @property
    def zone(self) -> tzinfo:
        """The plant's time zone."""

    def is_rest_day(self, day: date) -> bool:
        """A weekend or holiday, unless made up for by work."""

    def is_holiday(self, day: date) -> bool:
        """A holiday by law, or a special period."""

    def shifts(self, since: datetime, until: datetime) -> Iterator[Shift]:
        """Those that begin in [since, until), in order."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time within which one check is to be done; `team` where the shift decides who."""

    begin: datetime
    end: datetime
    team: str = ""


def slots(plan: Recurrence, calendar: Calendar, since: datetime, until: datetime) -> Iterator[Slot]:
    """Every slot that begins in [since, until), in order; asked twice, the same answer twice."""
    if plan.every is Every.SHIFT:
        found = _of_shifts(plan, calendar, since, until)
    else:
        found = _of_days(plan, calendar, since, until)
    yield from sorted({slot for slot in found if since <= slot.begin < until})


def _of_shifts(
    plan: Recurrence, calendar: Calendar, since: datetime, until: datetime
) -> Iterator[Slot]:
    # A part of a shift may begin long after the shift itself.
    for shift in calendar.shifts(since - ONE_DAY, until):
        if _is_in_force(plan, shift.begin.astimezone(calendar.zone).date()):
            for begin, end in _parts(shift.begin, shift.end, plan.times):
                yield Slot(begin, end, shift.team)


def _of_days(
    plan: Recurrence, calendar: Calendar, since: datetime, until: datetime
) -> Iterator[Slot]:
    day = since.astimezone(calendar.zone).date() - ONE_DAY
    last = until.astimezone(calendar.zone).date() + ONE_DAY * plan.lead_days
    while day <= last:
        if _is_in_force(plan, day) and _falls_on(plan, calendar, day):
            for hours in plan.hours:
                yield from _of_hours(plan, calendar, day, hours)
        day += ONE_DAY


def _of_hours(plan: Recurrence, calendar: Calendar, day: date, hours: Hours) -> Iterator[Slot]:
    begin, end = hours.on(day, calendar.zone)
    if plan.every is Every.HOLIDAY:
        begin -= ONE_DAY * plan.lead_days
        end = datetime.combine(day, time(0), calendar.zone)
    if plan.every is Every.HOUR:
        step = timedelta(hours=plan.step)
        while begin < end:
            yield Slot(begin, min(begin + step, end))
            begin += step
        return
    for one, other in _parts(begin, end, plan.times):
        yield Slot(one, other)


def _parts(begin: datetime, end: datetime, times: int) -> Iterator[tuple[datetime, datetime]]:
    edges = [begin + (end - begin) * k / times for k in range(times + 1)]
    return pairwise(edge.replace(microsecond=0) for edge in edges)


def _is_in_force(plan: Recurrence, day: date) -> bool:
    return plan.starts_on <= day and (plan.ends_on is None or day <= plan.ends_on)


def _falls_on(plan: Recurrence, calendar: Calendar, day: date) -> bool:
    if plan.days is not Days.ALL and calendar.is_rest_day(day) != (plan.days is Days.REST_DAYS):
        return False
    return FALLS[plan.every](plan, calendar, day)


def _once(plan: Recurrence, calendar: Calendar, day: date) -> bool:
    return day == plan.starts_on


def _hourly(plan: Recurrence, calendar: Calendar, day: date) -> bool:
    return not plan.weekdays or day.isoweekday() in plan.weekdays


def _daily(plan: Recurrence, calendar: Calendar, day: date) -> bool:
    return (day - plan.starts_on).days % plan.step == 0


def _weekly(plan: Recurrence, calendar: Calendar, day: date) -> bool:
    monday = plan.starts_on - ONE_DAY * plan.starts_on.weekday()
    wanted = plan.weekdays or {plan.starts_on.isoweekday()}
    return day.isoweekday() in wanted and (day - monday).days // SUNDAY % plan.step == 0


def _monthly(plan: Recurrence, calendar: Calendar, day: date) -> bool:
    passed = 12 * (day.year - plan.starts_on.year) + day.month - plan.starts_on.month
    return passed % plan.step == 0 and _is_month_day(plan, day)


def _yearly(plan: Recurrence, calendar: Calendar, day: date) -> bool:
    months = plan.months or {plan.starts_on.month}
    is_year = (day.year - plan.starts_on.year) % plan.step == 0
    return is_year and day.month in months and _is_month_day(plan, day)


def _is_month_day(plan: Recurrence, day: date) -> bool:
    """The 31st of a month that has 30 days is its last: no month is left out."""
    length = ((day.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY).day
    wanted = plan.month_days or {plan.starts_on.day}
    return day.day in {length if one == LAST_DAY else min(one, length) for one in wanted}


def _before_holiday(plan: Recurrence, calendar: Calendar, day: date) -> bool:
    return calendar.is_holiday(day) and not calendar.is_holiday(day - ONE_DAY)


FALLS = {
    Every.ONCE: _once,
    Every.HOUR: _hourly,
    Every.DAY: _daily,
    Every.WEEK: _weekly,
    Every.MONTH: _monthly,
    Every.YEAR: _yearly,
    Every.HOLIDAY: _before_holiday,
}
