"""Entering and leaving fences as omlox defines it: tolerance, its timeout, exit delay, timeout.

`FenceWatch` is told where everybody is and answers the events. Times are epoch milliseconds,
lengths metres; -1 and None stand for "never" (timeout, tolerance_timeout) as in the specification.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal
from uuid import UUID

Distance = Callable[[float, float, int], float]  # metres to the region, 0 inside, inf elsewhere
Box = tuple[float, float, float, float]  # least x, least y, most x, most y
Kind = Literal["region_entry", "region_exit"]
EVERYWHERE: Box = (-inf, -inf, inf, inf)


@dataclass(frozen=True, slots=True)
class Watched:
    """One fence and its omlox attributes."""

    id: UUID
    distance_m: Distance
    timeout_ms: float | None = None
    exit_tolerance_m: float = 0.0
    tolerance_timeout_ms: float | None = 0.0
    exit_delay_ms: float | None = 0.0
    box: Box = EVERYWHERE  # nobody outside it can be inside the fence

    def may_hold(self, x: float, y: float) -> bool:
        """Cheap, for the many who are nowhere near."""
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]


@dataclass(frozen=True, slots=True)
class Spot:
    """The latest position of one tag."""

    tag: UUID
    t_ms: int
    x: float
    y: float
    floor: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """Somebody went in or out."""

    kind: Kind
    fence: UUID
    tag: UUID
    entered_ms: int
    left_ms: int | None = None


@dataclass(slots=True)
class _Stay:
    entered_ms: int
    seen_ms: int
    outside_ms: int | None = None  # since when outside, within the tolerance or not
    patience_ms: float | None = None  # how long somebody may be there, as of the last position


@dataclass(slots=True)
class FenceWatch:
    """Who is in which fence. Knows nobody at first: `settle` takes a picture without news."""

    fences: tuple[Watched, ...] = ()
    stays: dict[tuple[UUID, UUID], _Stay] = field(default_factory=dict)  # by fence and tag

    def settle(self, spots: Iterable[Spot]) -> None:
        """Take where everybody is as known."""
        for spot in spots:
            list(self.move(spot))

    def change(self, fences: Iterable[Watched], spots: Iterable[Spot]) -> None:
        """Other fences from now on; who already stands in a new one is taken as known."""
        known = {fence.id for fence in self.fences}
        self.fences = tuple(fences)
        kept = {fence.id for fence in self.fences}
        self.stays = {key: stay for key, stay in self.stays.items() if key[0] in kept}
        fresh = FenceWatch(tuple(f for f in self.fences if f.id not in known))
        fresh.settle(spots)
        self.stays |= fresh.stays

    def move(self, spot: Spot) -> Iterator[Crossing]:
        """The events of one new position; one older than the last is no news."""
        for fence in self.fences:
            stay = self.stays.get((fence.id, spot.tag))
            if stay is None and not fence.may_hold(spot.x, spot.y):
                continue
            if stay is not None and spot.t_ms < stay.seen_ms:
                continue
            away_m = fence.distance_m(spot.x, spot.y, spot.floor)
            if stay is None:
                if away_m <= 0:
                    self.stays[fence.id, spot.tag] = _Stay(spot.t_ms, spot.t_ms)
                    yield Crossing("region_entry", fence.id, spot.tag, spot.t_ms)
            elif self._leaves(fence, stay, away_m, spot.t_ms):
                yield self._leave(fence, spot.tag, spot.t_ms)

    def tick(self, now_ms: int) -> Iterator[Crossing]:
        """The events of time alone: silence, tolerance and delay run out."""
        by_id = {fence.id: fence for fence in self.fences}
        for (fence_id, tag), stay in list(self.stays.items()):
            fence = by_id[fence_id]
            silent = _over(now_ms - stay.seen_ms, fence.timeout_ms)
            outside_ms = stay.outside_ms
            waited = outside_ms is not None and _over(now_ms - outside_ms, stay.patience_ms)
            if silent or waited:
                yield self._leave(fence, tag, now_ms)

    def inside(self, fence: UUID) -> set[UUID]:
        """The tags considered inside a fence."""
        return {tag for one, tag in self.stays if one == fence}

    def _leaves(self, fence: Watched, stay: _Stay, away_m: float, t_ms: int) -> bool:
        stay.seen_ms = t_ms
        if away_m <= 0:
            stay.outside_ms = None
            return False
        if stay.outside_ms is None:
            stay.outside_ms = t_ms
        tolerated = away_m <= fence.exit_tolerance_m
        stay.patience_ms = fence.tolerance_timeout_ms if tolerated else fence.exit_delay_ms
        return _over(t_ms - stay.outside_ms, stay.patience_ms)

    def _leave(self, fence: Watched, tag: UUID, t_ms: int) -> Crossing:
        stay = self.stays.pop((fence.id, tag))
        return Crossing("region_exit", fence.id, tag, stay.entered_ms, t_ms)


def _over(passed_ms: float, limit_ms: float | None) -> bool:
    return limit_ms is not None and 0 <= limit_ms <= passed_ms


def watched(
    fence: UUID, distance_m: Distance, attributes: Mapping[str, Any], box: Box = EVERYWHERE
) -> Watched:
    """A fence with its attributes of the omlox form (milliseconds, metres; absent = default)."""
    return Watched(
        fence,
        distance_m,
        attributes.get("timeout"),
        max(float(attributes.get("exit_tolerance") or 0), 0.0),
        attributes.get("tolerance_timeout", 0.0),
        attributes.get("exit_delay", 0.0),
        box,
    )
