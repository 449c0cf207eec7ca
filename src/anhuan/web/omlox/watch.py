"""What happens at one company, worked out once for all sockets: news, crossings, collisions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from anhuan.domains.omlox.queries.directory import Directory, Trackable
from anhuan.domains.omlox.queries.fences import Region
from anhuan.domains.omlox.queries.live import Seen, seen_of
from anhuan.domains.omlox.rules.collisions import CollisionWatch, Touch, body_of
from anhuan.domains.omlox.rules.fence_events import Crossing, FenceWatch, Spot


@dataclass(frozen=True, slots=True)
class News:
    """What one frame, or a moment of time, brought."""

    seen: list[Seen] = field(default_factory=list)
    crossings: list[Crossing] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    proximities: list[dict[str, Any]] = field(default_factory=list)
    positions: dict[UUID, Seen] = field(default_factory=dict)  # of every tag, by tag

    def __bool__(self) -> bool:
        return bool(self.seen or self.crossings or self.touches or self.proximities)


@dataclass(slots=True)
class Watch:
    """The state of one company. `load` comes before everything else."""

    directory: Directory
    regions: dict[UUID, Region] = field(default_factory=dict)
    positions: dict[UUID, Seen] = field(default_factory=dict)
    fences: FenceWatch = field(default_factory=FenceWatch)
    collisions: CollisionWatch = field(default_factory=CollisionWatch)

    def begin(self, rows: Iterable[list[Any]]) -> None:
        """Take where everybody is without making news of it."""
        for seen in map(seen_of, rows):
            self.positions[seen.tag] = seen
        self.fences.settle(map(spot_of, self.positions.values()))
        for seen in self.positions.values():
            self._collide(seen)

    def load(self, directory: Directory, regions: Iterable[Region]) -> None:
        """People, tags and fences may have changed."""
        self.directory, self.regions = directory, {r.fence.pk: r for r in regions}
        spots = [spot_of(seen) for seen in self.positions.values()]
        self.fences.change((region.watched for region in self.regions.values()), spots)
        bodies = (t.holder.pk for t in directory.trackables.values() if _has_extent(t))
        self.collisions.keep(bodies)

    def take(self, rows: Iterable[list[Any]]) -> News:
        """A frame: each position is news once, however often it is told."""
        fresh = [seen for seen in map(seen_of, rows) if self._is_news(seen)]
        news = News(fresh, positions=self.positions)
        for seen in fresh:
            moved = (known := self.positions.get(seen.tag)) is None or seen.t_ms > known.t_ms
            self.positions[seen.tag] = seen
            if moved:
                news.crossings.extend(self.fences.move(spot_of(seen)))
                news.touches.extend(self._collide(seen))
        return news

    def tick(self, now_ms: int) -> News:
        """What silence alone brings."""
        return News(crossings=list(self.fences.tick(now_ms)), positions=self.positions)

    def _is_news(self, seen: Seen) -> bool:
        known = self.positions.get(seen.tag)
        return known is None or seen.t_ms > known.t_ms or seen.state != known.state

    def _collide(self, seen: Seen) -> list[Touch]:
        carrier = self.directory.carrier_of(seen.tag)
        if carrier is None:
            return []
        place = seen.x_m, seen.y_m, seen.floor
        body = body_of(carrier.holder.pk, seen.t_ms, place, carrier.attributes)
        return list(self.collisions.move(body)) if body else []


def spot_of(seen: Seen) -> Spot:
    """As the fences take it."""
    return Spot(seen.tag, seen.t_ms, seen.x_m, seen.y_m, seen.floor)


def _has_extent(trackable: Trackable) -> bool:
    return bool(trackable.attributes.get("radius") or trackable.attributes.get("geometry"))
