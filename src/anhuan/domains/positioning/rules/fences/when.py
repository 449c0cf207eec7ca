"""When a fence is in force: weekly periods, kinds of day, dates, whose shift. All in plant time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

DAYS = frozenset(range(1, 8))  # ISO: Monday = 1
ONE_DAY = timedelta(days=1)
DAY_KINDS = {"workday": "工作日", "weekend": "周末", "holiday": "节假日"}
Calendar = Mapping[date, str]  # days that differ from their weekday, as the plant's calendar says


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of the duty roster; `starts_at` is included, `ends_at` is not."""

    team: str
    starts_at: datetime
    ends_at: datetime


def holds_at(
    schedule: Sequence[dict[str, Any]],
    valid_from: datetime | None,
    valid_until: datetime | None,
    moment: datetime,
    zone: tzinfo,
    teams: Iterable[str] = (),
    shifts: Iterable[Shift] = (),
    calendar: Calendar | None = None,
) -> bool:
    """Whether the fence is in force at `moment`. Ministry guide 4: effective times.

    Everything said must hold: between `valid_from` (included) and `valid_until` (not), in any
    period of the schedule, and in a shift of any of `teams`. What is empty does not limit.
    `calendar` turns a weekday into a holiday, or a Saturday into a workday.
    """
    if (valid_from and moment < valid_from) or (valid_until and moment >= valid_until):
        return False
    local = moment.astimezone(zone)
    if schedule and not any(_period_holds(one, local, calendar or {}) for one in schedule):
        return False
    wanted = frozenset(teams)
    return not wanted or any(
        shift.team in wanted and shift.starts_at <= moment < shift.ends_at for shift in shifts
    )


def _period_holds(period: dict[str, Any], local: datetime, calendar: Calendar) -> bool:
    """A period `to` at or before `from` runs past midnight and belongs to the day it began."""
    start, end = parse_time(period["from"]), parse_time(period["to"])
    today, now = local.date(), local.time().replace(tzinfo=None)
    if start < end:
        return start <= now < end and _day_counts(period, today, calendar)
    yesterday = today - ONE_DAY
    return (now >= start and _day_counts(period, today, calendar)) or (
        now < end and _day_counts(period, yesterday, calendar)
    )


def kind_of_day(day: date, calendar: Calendar) -> str:
    """A key of `DAY_KINDS`: what the calendar says of the day, else by its weekday."""
    said = calendar.get(day, "")
    if said in ("workday", "holiday"):
        return said
    return "weekend" if day.isoweekday() > 5 else "workday"


def _day_counts(period: dict[str, Any], day: date, calendar: Calendar) -> bool:
    """Whether the period begins on this day: weekday, kind of day, first and last date."""
    first, last = period.get("first"), period.get("last")
    if (first and day < date.fromisoformat(first)) or (last and day > date.fromisoformat(last)):
        return False
    kinds = period.get("kinds")
    if kinds and kind_of_day(day, calendar) not in kinds:
        return False
    return day.isoweekday() in (period.get("days") or DAYS)


def parse_time(text: str) -> time:
    """ "08:00" or "24:00" (midnight) as a time of day; ValueError otherwise."""
    hour, _, minute = text.partition(":")
    if (hour, minute) == ("24", "00"):
        return time(0)
    if len(hour) != 2 or len(minute) != 2:
        raise ValueError(text)
    return time(int(hour), int(minute))
