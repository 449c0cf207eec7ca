"""Trackables that have an extent and come too close to each other (CollisionEvent).

An extent is a circle of a radius, or an outline around the position. Two collide when their
extents touch, on one floor. They part when they are further from each other than the larger of
the two exit tolerances.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import hypot
from typing import Any, Literal
from uuid import UUID

import shapely
from shapely.affinity import translate

Kind = Literal["collision_start", "colliding", "collision_end"]


@dataclass(frozen=True, slots=True)
class Body:
    """A trackable where it is, plant metres.

    `outline` is a polygon in metres around its position as (0, 0); with one, `radius_m` is how far
    it reaches from there. Without one the body is the circle of `radius_m`.
    """

    id: UUID
    t_ms: int
    x: float
    y: float
    floor: int
    radius_m: float
    exit_tolerance_m: float = 0.0
    outline: shapely.Polygon | None = None

    @property
    def ground(self) -> shapely.Geometry:
        """What it covers, but for a circle: that is its centre, and the radius is apart."""
        if self.outline is None:
            return shapely.Point(self.x, self.y)
        return translate(self.outline, self.x, self.y)

    @property
    def round_m(self) -> float:
        """How far a circle reaches around `ground`."""
        return self.radius_m if self.outline is None else 0.0


def body_of(
    id: UUID, t_ms: int, place: tuple[float, float, int], attributes: Mapping[str, Any]
) -> Body | None:
    """A trackable with its attributes of the omlox form; None while it has no extent.

    A `radius` wins over a `geometry`, as the specification has it; `geometry` is a Polygon in
    metres around the position.
    """
    x, y, floor = place
    slack_m = max(attributes.get("exit_tolerance") or 0.0, 0.0)
    if radius_m := attributes.get("radius"):
        return Body(id, t_ms, x, y, floor, float(radius_m), slack_m)
    drawn = attributes.get("geometry")
    if not drawn:
        return None
    outline = shapely.Polygon(drawn["coordinates"][0], drawn["coordinates"][1:])
    reach_m = max(hypot(px, py) for px, py, *_ in drawn["coordinates"][0])
    return Body(id, t_ms, x, y, floor, reach_m, slack_m, outline)


def apart_m(one: Body, other: Body, enough_m: float) -> float:
    """Metres between two extents, negative when circles overlap.

    Exact up to `enough_m`; beyond it, any number that is larger.
    """
    by_reach_m = hypot(one.x - other.x, one.y - other.y) - one.radius_m - other.radius_m
    if by_reach_m > enough_m or (one.outline is None and other.outline is None):
        return by_reach_m
    return float(shapely.distance(one.ground, other.ground)) - one.round_m - other.round_m


@dataclass(frozen=True, slots=True)
class Touch:
    """What happened between two bodies; `first` is the one that moved."""

    kind: Kind
    first: Body
    second: Body
    started_ms: int
    t_ms: int

    @property
    def distance_m(self) -> float:
        """From centre to centre."""
        return hypot(self.first.x - self.second.x, self.first.y - self.second.y)


@dataclass(slots=True)
class CollisionWatch:
    """The last place of every body with an extent, and which pairs touch since when."""

    bodies: dict[UUID, Body] = field(default_factory=dict)
    touching: dict[frozenset[UUID], int] = field(default_factory=dict)

    def move(self, body: Body) -> Iterator[Touch]:
        """The events of one body's new place."""
        known = self.bodies.get(body.id)
        if known is not None and body.t_ms < known.t_ms:
            return
        self.bodies[body.id] = body
        for other in self.bodies.values():
            if other.id != body.id:
                yield from self._between(body, other)

    def keep(self, ids: Iterable[UUID]) -> None:
        """Forget everybody else: their extent or their tag was taken away."""
        kept = set(ids)
        self.bodies = {id_: body for id_, body in self.bodies.items() if id_ in kept}
        self.touching = {pair: at for pair, at in self.touching.items() if pair <= kept}

    def _between(self, body: Body, other: Body) -> Iterator[Touch]:
        pair = frozenset({body.id, other.id})
        started_ms, t_ms = self.touching.get(pair), body.t_ms
        slack_m = max(body.exit_tolerance_m, other.exit_tolerance_m) if started_ms else 0.0
        if body.floor == other.floor and apart_m(body, other, slack_m) <= slack_m:
            kind: Kind = "colliding" if started_ms is not None else "collision_start"
            began_ms = self.touching.setdefault(pair, t_ms)
            yield Touch(kind, body, other, began_ms, t_ms)
        elif started_ms is not None:
            del self.touching[pair]
            yield Touch("collision_end", body, other, started_ms, t_ms)
