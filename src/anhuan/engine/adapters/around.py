"""Who is near, who is inside: what an alarm tells of people, at the instant it was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

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
    def _present(self) -> NDArray[np.bool_]:
        """Whose place is known, by row."""
        present: NDArray[np.bool_] = self.scene.counted & np.isfinite(self.scene.x)
        return present

    def spot(self, tag: UUID) -> Spot | None:
        """Where a tag is; None when that is not known."""
        row = self.scene.number.get(tag, -1)
        if row < 0 or not self._present[row]:
            return None
        scene = self.scene
        return Spot(tag, float(scene.x[row]), float(scene.y[row]), int(scene.floor[row]))

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
        far_m = np.hypot(self.scene.x - x, self.scene.y - y)
        rows = np.flatnonzero(self._present & (far_m <= radius_m))
        return [self.scene.tags[k].id for k in rows[np.argsort(far_m[rows], kind="stable")]]

    def nearest(self, tag: UUID) -> tuple[UUID, float] | None:
        """The nearest person on the same floor, and how far."""
        here, scene = self.spot(tag), self.scene
        if here is None:
            return None
        far_m = np.hypot(scene.x - here.x, scene.y - here.y)
        rows = np.flatnonzero(self._present & (scene.floor == here.floor))
        for k in rows[np.argsort(far_m[rows], kind="stable")]:
            other = scene.tags[k].id
            if other != tag and self.holder(other).kind != "vehicle":
                return other, float(far_m[k])
        return None

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
            spot = self.spot(tag)
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
