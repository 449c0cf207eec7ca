"""Trackables that have a radius and come too close to each other (CollisionEvent).

Two circles collide when the distance of their centres is at most the sum of their radii, on one
floor. They part when it exceeds that sum by the larger of the two exit tolerances.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import hypot
from typing import Literal
from uuid import UUID

Kind = Literal["collision_start", "colliding", "collision_end"]


@dataclass(frozen=True, slots=True)
class Body:
    """A trackable as a circle, plant metres."""

    id: UUID
    t_ms: int
    x: float
    y: float
    floor: int
    radius_m: float
    exit_tolerance_m: float = 0.0


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
    """The last place of every body with a radius, and which pairs touch since when."""

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
        """Forget everybody else: their radius or their tag was taken away."""
        kept = set(ids)
        self.bodies = {id_: body for id_, body in self.bodies.items() if id_ in kept}
        self.touching = {pair: at for pair, at in self.touching.items() if pair <= kept}

    def _between(self, body: Body, other: Body) -> Iterator[Touch]:
        pair = frozenset({body.id, other.id})
        started_ms, t_ms = self.touching.get(pair), body.t_ms
        apart_m = hypot(body.x - other.x, body.y - other.y) - body.radius_m - other.radius_m
        slack_m = max(body.exit_tolerance_m, other.exit_tolerance_m) if started_ms else 0.0
        if body.floor == other.floor and apart_m <= slack_m:
            kind: Kind = "colliding" if started_ms is not None else "collision_start"
            began_ms = self.touching.setdefault(pair, t_ms)
            yield Touch(kind, body, other, began_ms, t_ms)
        elif started_ms is not None:
            del self.touching[pair]
            yield Touch("collision_end", body, other, started_ms, t_ms)
