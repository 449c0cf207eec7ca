"""When a message that got no answer is sent again, and when one is taken apart."""

from datetime import datetime, timedelta

_FIRST_WAIT_S = 2
_LONGEST_WAIT_S = 600
SPLIT_AFTER = 4  # answers of "broken" to many rows at once: they go one by one
GIVE_UP_AFTER = 8  # answers of "broken" to a single row: it is refused, the rest goes on


def wait_s(attempts: int) -> int:
    """After that many attempts: 2, 4, 8 … at most ten minutes, for ever."""
    return min(_FIRST_WAIT_S << min(max(attempts - 1, 0), 20), _LONGEST_WAIT_S)


def next_try_at(attempts: int, now: datetime) -> datetime:
    """The moment of the next attempt."""
    return now + timedelta(seconds=wait_s(attempts))


def must_split(broken: int, rows: int) -> bool:
    """Whether one bad row may be what breaks the receiver."""
    return rows > 1 and broken >= SPLIT_AFTER


def must_give_up(broken: int, rows: int) -> bool:
    """Whether this one row is what breaks it."""
    return rows == 1 and broken >= GIVE_UP_AFTER
