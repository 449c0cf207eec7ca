"""Which months of tracks may go: by policy, or because the disk is full. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from anhuan.domains.positioning.rules.tracks import KEEP_DAYS
from anhuan.kernel.errors import Blocker

NEVER = 2  # the newest months are never given up, however full the disk


@dataclass(frozen=True, slots=True)
class Month:
    """One month's partition of stored tracks."""

    name: str  # positioning_trackchunk_202611
    first: date
    size_bytes: int

    @property
    def label(self) -> str:
        """2026-11."""
        return f"{self.first:%Y-%m}"

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Its beginning and its end; partitions go by UTC."""
        start = datetime(self.first.year, self.first.month, 1, tzinfo=UTC)
        return start, (start + timedelta(days=32)).replace(day=1)


def retention_blockers(days: int) -> Iterator[Blocker]:
    """Tracks are kept for at least a year (AQ 3064.3-2025 4.4; the guide's 30 days are less)."""
    if days < KEEP_DAYS:
        text = f"轨迹至少保存 {KEEP_DAYS} 天，不能设为 {days} 天"
        yield Blocker("track_days", text, "AQ 3064.3-2025 4.4")


def is_past(month: Month, today: date, keep_days: int) -> bool:
    """Every day of the month is older than `keep_days`."""
    return month.first < (today - timedelta(days=keep_days)).replace(day=1)


def past(months: Iterable[Month], today: date, keep_days: int) -> list[Month]:
    """What the policy no longer wants."""
    return [month for month in months if is_past(month, today, keep_days)]


def relief(
    months: Iterable[Month], today: date, missing_bytes: int, *, is_critical: bool
) -> list[Month]:
    """What to give up for a full disk, oldest first, until `missing_bytes` are won.

    Months past the legal year may always go. Younger ones only when nothing else can keep the
    database alive: without it nothing at all would be recorded any more.
    """
    given: list[Month] = []
    oldest_first = sorted(months, key=lambda month: month.first)
    for month in oldest_first[:-NEVER]:
        if sum(one.size_bytes for one in given) >= missing_bytes:
            break
        if is_critical or is_past(month, today, KEEP_DAYS):
            given.append(month)
    return given
