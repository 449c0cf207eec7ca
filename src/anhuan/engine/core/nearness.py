"""People close to a high-risk place they may not enter. POS-056; a warning, not a crossing.

The surroundings of such a place are a zone of their own, the place grown by `approach_m`: so they
get membership, hysteresis and visits from the same code as every other zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from anhuan.engine.core.config import (
    PEOPLE,
    Circle,
    Corridor,
    Fence,
    Kind,
    Polygon,
    Settings,
    Shape,
    Zone,
)
from anhuan.engine.core.decisions import Decision, NearHighRisk
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.telling import Pair, tell
from anhuan.kernel.ids import uuid_of


@dataclass(slots=True)
class NearnessState:
    """Who was told to be near what."""

    told: Latches[Pair] = field(default_factory=Latches)


def surroundings(zones: Sequence[Zone]) -> tuple[Fence, ...]:
    """A zone round each that wants an approach told; who may enter the place is exempt."""
    return tuple(
        Fence(
            id=uuid_of("near", zone.id),
            shapes=tuple(grown(shape, zone.approach_m) for shape in zone.shapes),
            floors=zone.floors,
            z_min_m=zone.z_min_m,
            z_max_m=zone.z_max_m,
            active=zone.active,
            near_of=zone.id,
            exempt=zone.may_enter or frozenset(),
        )
        for zone in zones
        if zone.approach_m
    )


def grown(shape: Shape, by_m: float) -> Shape:
    """The shape with a margin."""
    if isinstance(shape, Circle):
        return replace(shape, radius_m=shape.radius_m + by_m)
    if isinstance(shape, Polygon):
        return replace(shape, margin_m=shape.margin_m + by_m)
    return Corridor(shape.points, shape.half_width_m + by_m)


def step(state: NearnessState, scene: Scene, settings: Settings) -> list[Decision]:
    """Raise after `near_after_ms` in the surroundings; entering the place itself ends it."""
    delays = settings.near_after_ms, settings.leave_after_ms
    return tell(NearHighRisk, state.told, approaching(scene), scene, None, delays)


def approaching(scene: Scene) -> dict[Pair, int]:
    """(place, person) for people in its surroundings, not in it and not exempt; since when."""
    visits = list(scene.judged_visits(scene.ruled.near))
    if not visits:
        return {}
    rows = zip(scene.inside_zone.tolist(), scene.inside_tag.tolist(), strict=True)
    inside: set[tuple[UUID | None, int]] = {(scene.zones[zone].id, tag) for zone, tag in rows}
    return {
        (str(scene.zones[zone].near_of), str(scene.tags[tag].id)): scene.since(zone, entered)
        for zone, tag, entered in visits
        if (scene.zones[zone].near_of, tag) not in inside
        and scene.tags[tag].id not in scene.zones[zone].exempt
        and Kind(scene.kind[tag]) in PEOPLE
    }
