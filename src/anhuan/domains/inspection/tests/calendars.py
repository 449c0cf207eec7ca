"""A plant's days for tests: October 2026 with its holidays, and two shifts of twelve hours."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from anhuan.domains.inspection.rules.recurrence import Shift

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOLIDAYS = {date(2026, 10, day) for day in range(1, 8)}
MADE_UP = {date(2026, 9, 27), date(2026, 10, 10)}  # a Sunday and a Saturday of work


class October:
    """The calendar `recurrence.Calendar` asks for."""

    zone = SHANGHAI

    def is_rest_day(self, day):
        return day not in MADE_UP and (day in HOLIDAYS or day.isoweekday() > 5)

    def is_holiday(self, day):
        return day in HOLIDAYS

    def shifts(self, since, until):
        day = since.astimezone(SHANGHAI).date() - timedelta(days=1)
        while day <= until.astimezone(SHANGHAI).date():
            for hour, team in ((8, "甲班"), (20, "乙班")):
                begin = datetime.combine(day, time(hour), SHANGHAI)
                if since <= begin < until:
                    yield Shift(begin, begin + timedelta(hours=12), team)
            day += timedelta(days=1)


def at(month, day, hour=0, minute=0, second=0):
    """A moment of 2026 in the plant's own time."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=SHANGHAI)
