"""The one place that reads the wall clock. Rules and queries take `now` as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return datetime.now(UTC)


def now_ms() -> int:
    """The present moment in milliseconds since 1970, as devices and the engine count it."""
    return int(now().timestamp() * 1000)


def from_ms(t_ms: int) -> datetime:
    """Milliseconds since 1970 as an aware UTC datetime."""
    return datetime.fromtimestamp(t_ms / 1000, UTC)


def to_ms(moment: datetime) -> int:
    """An aware datetime as milliseconds since 1970, rounded to the nearest."""
    return round(moment.timestamp() * 1000)
