"""One-time tokens of nodes."""

from datetime import datetime, timedelta

GOOD_FOR = timedelta(hours=24)


def is_good(until: datetime | None, enrolled_at: datetime | None, now: datetime) -> bool:
    """A token is good once and for a day."""
    return enrolled_at is None and until is not None and now <= until
