"""Who is near, who is inside: what an alarm tells of people, at the instant it was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import hypot
from typing import Any
from uuid import UUID

import numpy as np

from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.holders import Holder
from anhuan.engine.adapters.zones import Named
from anhuan.engine.core.config import PEOPLE, Kind
from anhuan.engine.core.crowding import Gathering
from anhuan.engine.core.fences.shapes import signed_distance_m, surface_m2
from anhuan.engine.core.pipeline import Pipeline, scene_of
from anhuan.engine.core.scene import Scene
from anhuan.kernel import clock

NEAR_M = 30.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody is."""

    tag: UUID
    x: float
    y: float
    floor: int


class Around:
    """The plant as the pipeline has it now, with names."""

    def __init__(self, plant: Plant, pipeline: Pipeline, now_ms: int) -> None:
        self.plant = plant
        self.now_ms = now_ms
        self._pipeline = pipeline

    @cached_property
    def scene(self) -> Scene:
        """Made only when somebody asks: most beats raise no alarm."""
        return scene_of(self._pipeline.plant, self._pipeline.state, self.now_ms)

    @cached_property
    def spots(self) -> dict[UUID, Spot]:
        """Everybody present, by tag."""
        scene = self.scene
        known = np.flatnonzero(scene.counted & np.isfinite(scene.x)).tolist()
        return {
            scene.tags[k].id: Spot(
                scene.tags[k].id, float(scene.x[k]), float(scene.y[k]), int(scene.floor[k])
            )
            for k in known
        }

    def holder(self, tag: UUID) -> Holder:
        """Who carries a tag."""
        return self.plant.holders.get(tag) or Holder(tag, "", "未知标签")

    def inside(self, zone: UUID) -> list[UUID]:
        """Tags of the people in a zone, the longest there first."""
        scene = self.scene
        number = next((k for k, one in enumerate(scene.zones) if one.id == zone), -1)
        rows = np.flatnonzero(scene.inside_zone == number)
        rows = rows[np.argsort(scene.inside_since_ms[rows], kind="stable")]
        tags = scene.inside_tag[rows].tolist()
        counted = [k for k in tags if scene.counted[k] and Kind(scene.kind[k]) in PEOPLE]
        return [scene.tags[k].id for k in counted]

    def near(self, x: float, y: float, radius_m: float = NEAR_M) -> list[UUID]:
        """Everybody within a radius, on any floor, nearest first."""
        far = {tag: hypot(s.x - x, s.y - y) for tag, s in self.spots.items()}
        return sorted((tag for tag, m in far.items() if m <= radius_m), key=lambda tag: far[tag])

    def nearest(self, tag: UUID) -> tuple[UUID, float] | None:
        """The nearest person on the same floor, and how far."""
        here = self.spots.get(tag)
        if here is None:
            return None
        found = [
            (hypot(s.x - here.x, s.y - here.y), str(s.tag), s.tag)
            for s in self.spots.values()
            if s.tag != tag and s.floor == here.floor and self.holder(s.tag).kind != "vehicle"
        ]
        return (min(found)[2], min(found)[0]) if found else None

    def areas_at(self, x: float, y: float, floor: int) -> list[Named]:
        """Every area that holds a point, the smallest first."""
        found = []
        for area in self.plant.config.areas:
            if area.floors is not None and floor not in area.floors:
                continue
            if max(signed_distance_m(shape, x, y) for shape in area.shapes) >= 0:
                size = sum(surface_m2(shape) for shape in area.shapes)
                found.append((size, str(area.id), self.plant.zones.names[area.id]))
        return [named for _, _, named in sorted(found, key=lambda one: one[:2])]

    def area_at(self, x: float, y: float, floor: int) -> Named | None:
        """The smallest area that holds a point."""
        return next(iter(self.areas_at(x, y, floor)), None)

    def sounders_at(self, x: float, y: float, floor: int) -> list[str]:
        """The sirens and lamps of every area that holds a point, by number."""
        areas = self.areas_at(x, y, floor)
        return [number for area in areas for number in self.plant.sounders.get(area.id, ())]

    def gathering(self, key: str) -> Gathering | None:
        """A gathering as it is now."""
        known = self._pipeline.gatherings
        return next((one for one in known if str(one.id) == key), None)

    def rows(self, tags: Iterable[UUID]) -> list[dict[str, Any]]:
        """The people of an alarm."""
        found = []
        for tag in tags:
            spot = self.spots.get(tag)
            place = (spot.x, spot.y, spot.floor) if spot else (None, None, None)
            found.append(self.holder(tag).row(*place))
        return found

    def snapshot(self, x: float | None, y: float | None, zone: UUID | None) -> dict[str, Any]:
        """Everybody within 30 m of the place or in the zone, at this second."""
        tags = dict.fromkeys(self.inside(zone) if zone else [])
        if x is not None and y is not None:
            tags |= dict.fromkeys(self.near(x, y))
        at = clock.from_ms(self.now_ms).isoformat()
        return {"at": at, "radius_m": NEAR_M, "people": self.rows(tags)}
