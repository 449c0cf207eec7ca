"""When a failed reaction is tried again, and how long events are kept."""

from datetime import datetime, timedelta

KEPT_DAYS = 30
_FIRST_WAIT_S = 1
_LONGEST_WAIT_S = 600


def next_try_at(attempts: int, now: datetime) -> datetime:
    """After that many failed attempts: 1 s, 2 s, 4 s … at most ten minutes, for ever."""
    wait_s = min(_FIRST_WAIT_S * 2 ** min(max(attempts - 1, 0), 20), _LONGEST_WAIT_S)
    return now + timedelta(seconds=wait_s)
