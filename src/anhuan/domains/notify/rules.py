"""When a failed delivery is tried again, when to give up, and what of an address is shown."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

MOST_ATTEMPTS = 8
OVERDUE = timedelta(minutes=1)
_FIRST_WAIT_S = 10
_LONGEST_WAIT_S = 3600


def next_try_at(attempts: int, now: datetime) -> datetime | None:
    """After that many failed attempts: 10 s, 20 s, 40 s … at most an hour; None is giving up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    wait_s = min(_FIRST_WAIT_S * 2 ** max(attempts - 1, 0), _LONGEST_WAIT_S)
    return now + timedelta(seconds=wait_s)


def goes_out(channel_min_priority: int, notice_priority: int) -> bool:
    """Whether a channel carries a notice: 1 is the most urgent, so "at least" is "not above"."""
    return notice_priority <= channel_min_priority


def hidden(url: str) -> str:
    """A channel's address without its keys: what kind, and the end of it."""
    scheme = urlsplit(url).scheme
    return f"{scheme}://…{url[-4:]}" if scheme else "…"
