"""When an assessment must be looked at again: months of the calendar, a plant's own choice."""

from calendar import monthrange
from datetime import date


def review_due_on(assessed_on: date, within_months: int) -> date:
    """The last day on which the assessment still holds; the 31st becomes the month's last day."""
    months = assessed_on.year * 12 + assessed_on.month - 1 + within_months
    year, month = divmod(months, 12)
    return date(year, month + 1, min(assessed_on.day, monthrange(year, month + 1)[1]))


def is_review_due(assessed_on: date, within_months: int, today: date) -> bool:
    """Whether that day has passed."""
    return today > review_due_on(assessed_on, within_months)
