"""The span a new reservation begins with: one that asks for nothing special."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo

from anhuan.domains.permits.rules.settings import Settings
from anhuan.domains.permits.rules.upgrade import occasions

DAYS_LOOKED_AT = 30
_HOURS = (*range(9, 24), *range(9))


def proposed_span(
    now: datetime, length: timedelta, calendar: Mapping[date, str], settings: Settings, tz: tzinfo
) -> tuple[datetime, datetime]:
    """From tomorrow on (AQ 3064.2-2025 5.3.1: a day ahead) the first span of that length on a
    working day outside the night, from nine o'clock where it fits: nothing of it raises a grade
    (GB 30871-2022 5.1.1). Where every day is special, tomorrow at nine."""
    starts = list(_starts(now.astimezone(tz).date(), tz))
    found = (one for one in starts if not occasions(one, one + length, calendar, settings, tz))
    start = next(found, starts[0])
    return start, start + length


def _starts(today: date, tz: tzinfo) -> Iterator[datetime]:
    for offset in range(1, DAYS_LOOKED_AT + 1):
        for hour in _HOURS:
            yield datetime.combine(today + timedelta(days=offset), time(hour), tz)
