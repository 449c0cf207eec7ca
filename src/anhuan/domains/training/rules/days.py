"""Spans of months on the calendar."""

from calendar import monthrange
from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, the month's last where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(first: date, months: int | None) -> date | None:
    """The last good day of what holds `months` from `first` on; None holds without end."""
    return None if months is None else months_after(first, months) - timedelta(days=1)
