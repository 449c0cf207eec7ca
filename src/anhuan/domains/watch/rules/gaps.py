"""Where the watch of a post has a hole (Ministry guide 2021, 二(一)3: watched 24 hours)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

AHEAD = timedelta(hours=2)  # a hole to come is told while it can still be filled


class Hole(StrEnum):
    """What is missing."""

    NO_SHIFT = "no_shift"
    NOBODY = "nobody"
    NO_LOG = "no_log"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _LABELS[self]


_LABELS = {
    Hole.NO_SHIFT: "没有排班",
    Hole.NOBODY: "值班人数不足",
    Hole.NO_LOG: "没有交接班记录",
}


@dataclass(frozen=True, slots=True)
class Stint:
    """One shift at a post. `taken_at`: when the next shift took over."""

    key: str
    starts_at: datetime
    ends_at: datetime
    people: int
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole from `since` to `until`; `key` is the stint's, empty where there is none."""

    hole: Hole
    since: datetime
    until: datetime
    key: str = ""


def gaps(
    stints: Sequence[Stint], since: datetime, now: datetime, *, seats: int, grace: timedelta
) -> list[Gap]:
    """Every hole between `since` and two hours from now, by time.

    A stint that ended is to be handed on within `grace`; at the limit it is still in time.
    """
    ordered = sorted(stints, key=lambda one: one.starts_at)
    found = [*_uncovered(ordered, since, now + AHEAD), *_thin(ordered, now, seats),
             *_unlogged(ordered, now, grace)]  # fmt: skip
    return sorted(found, key=lambda gap: (gap.since, gap.hole))


def _uncovered(ordered: Sequence[Stint], since: datetime, until: datetime) -> Iterator[Gap]:
    reached = since
    for one in ordered:
        if one.starts_at >= until:
            break
        if one.starts_at > reached:
            yield Gap(Hole.NO_SHIFT, reached, one.starts_at)
        reached = max(reached, one.ends_at)
    if reached < until:
        yield Gap(Hole.NO_SHIFT, reached, until)


def _thin(ordered: Sequence[Stint], now: datetime, seats: int) -> Iterator[Gap]:
    for one in ordered:
        if one.people < seats and one.starts_at < now + AHEAD:
            yield Gap(Hole.NOBODY, one.starts_at, one.ends_at, one.key)


def _unlogged(ordered: Sequence[Stint], now: datetime, grace: timedelta) -> Iterator[Gap]:
    for one in ordered:
        if one.taken_at is None and now > one.ends_at + grace:
            yield Gap(Hole.NO_LOG, one.starts_at, one.ends_at, one.key)
