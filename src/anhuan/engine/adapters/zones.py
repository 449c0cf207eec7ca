"""Areas and fences of the database as zones of the pipeline; a bad one is left out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.rules import fences as rules
from anhuan.engine.adapters.holders import Holder
from anhuan.engine.core import config as core
from anhuan.kernel.geometry import Point, centroid, geometry_blockers

log = logging.getLogger("engine")
Broken = (ValueError, TypeError, KeyError, IndexError)


@dataclass(frozen=True, slots=True)
class Named:
    """What a zone is called and where an alarm of it points."""

    id: UUID
    name: str
    area: UUID | None
    label: Point
    version: str
    area_kind: str = ""
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a fence is in force."""

    periods: tuple[dict[str, Any], ...]
    valid_from: datetime | None
    valid_until: datetime | None

    def holds(self, moment: datetime, zone: tzinfo) -> bool:
        """Whether it is in force at `moment`, read in plant time."""
        return rules.holds_at(self.periods, self.valid_from, self.valid_until, moment, zone)


@dataclass(frozen=True, slots=True)
class Zones:
    """All zones that work, how they are called, and how many do not."""

    areas: tuple[core.Area, ...]
    fences: tuple[core.Fence, ...]
    names: Mapping[UUID, Named]
    schedules: Mapping[UUID, Schedule]
    skipped: int

    def fences_at(self, moment: datetime, zone: tzinfo) -> tuple[core.Fence, ...]:
        """The fences with `active` as of `moment`."""
        return tuple(
            replace(f, active=self.schedules[f.id].holds(moment, zone)) for f in self.fences
        )


def load_zones(company: Company, holders: Iterable[Holder]) -> Zones:
    """Read areas and fences; a bad one is logged with its reason and left out."""
    people = tuple(holders)
    names: dict[UUID, Named] = {}
    schedules: dict[UUID, Schedule] = {}
    areas, fences = [], []
    area_rows = list(Area.objects.filter(company=company, is_retired=False))
    for area in area_rows:
        try:
            areas.append(_area(area))
            names[area.pk] = _name_of_area(area)
        except Broken as error:
            log.error("area %s left out: %s", area.name, error)
    fence_rows = list(_fence_rows(company))
    for fence in fence_rows:
        try:
            made, schedule = _fence(fence, people), _schedule(fence)
            names[fence.pk] = _name_of_fence(fence)
        except Broken as error:
            log.error("fence %s left out: %s", fence.name, error)
        else:
            fences.append(made)
            schedules[fence.pk] = schedule
    skipped = len(area_rows) + len(fence_rows) - len(areas) - len(fences)
    return Zones(tuple(areas), tuple(fences), names, schedules, skipped)


def _fence_rows(company: Company) -> Iterable[Fence]:
    rows = Fence.objects.filter(company=company, is_retired=False, is_enabled=True)
    many = ("allowed_departments", "allowed_posts", "allowed_people")
    return rows.select_related("area").prefetch_related(*many)


def _area(area: Area) -> core.Area:
    return core.Area(
        id=area.pk,
        shapes=shapes_of(area.geometry, None),
        floors=frozenset(area.floors) if area.floors else None,
        judges_gatherings=area.judges_gatherings,
        over_limit=area.max_people,
        under_limit=area.min_people,
    )


def _fence(fence: Fence, people: tuple[Holder, ...]) -> core.Fence:
    drawn = fence.geometry or (fence.area.geometry if fence.area else None)
    floors = fence.floors or (fence.area.floors if fence.area and not fence.geometry else None)
    listed = _admitted(fence, people)
    purpose, limit_s = fence.purpose, float(fence.limit_s) if fence.limit_s else None
    return core.Fence(
        id=fence.pk,
        shapes=shapes_of(drawn, fence.radius_m),
        floors=frozenset(floors) if floors else None,
        over_limit=fence.max_people,
        under_limit=fence.min_people,
        may_enter=listed if purpose == Fence.Purpose.RESTRICTED else None,
        must_stay=listed if purpose == Fence.Purpose.LEAVE else frozenset(),
        max_stay_s=limit_s if purpose == Fence.Purpose.STAY else None,
        still_after_s=limit_s if purpose == Fence.Purpose.STILLNESS else None,
    )


def _admitted(fence: Fence, people: tuple[Holder, ...]) -> frozenset[UUID]:
    """The tags of those a fence lists: who may enter, or who has to stay."""
    access = rules.Access(
        kinds=frozenset(fence.allowed_kinds or ()),
        departments=frozenset(row.pk for row in fence.allowed_departments.all()),
        posts=frozenset(row.pk for row in fence.allowed_posts.all()),
        people=frozenset(row.pk for row in fence.allowed_people.all()),
    )
    return frozenset(h.tag for h in people if h.rights is not None and access.admits(h.rights))


def _schedule(fence: Fence) -> Schedule:
    if wrong := next(rules.schedule_blockers(fence.schedule), None):
        raise ValueError(wrong.text)
    return Schedule(tuple(fence.schedule), fence.valid_from, fence.valid_until)


def shapes_of(geometry: Any, radius_m: float | None) -> tuple[core.Shape, ...]:
    """GeoJSON in plant metres as shapes; ValueError says what is wrong with it."""
    if wrong := next(geometry_blockers(geometry), None):
        raise ValueError(wrong.text)
    where, reach = geometry["coordinates"], float(radius_m or 0.0)
    if geometry["type"] == "Polygon":
        rings = [_open_ring(ring) for ring in where]
        body = core.Polygon(rings[0], tuple(rings[1:]))
        edges = [core.Corridor((*ring, ring[0]), reach) for ring in rings]
        return (body, *edges) if reach > 0 else (body,)
    if reach <= 0:
        raise ValueError("半径或缓冲距离缺失")
    if geometry["type"] == "Point":
        return (core.Circle(float(where[0]), float(where[1]), reach),)
    return (core.Corridor(tuple((float(x), float(y)) for x, y, *_ in where), reach),)


def _open_ring(ring: Any) -> tuple[Point, ...]:
    points = [(float(x), float(y)) for x, y, *_ in ring]
    return tuple(points[:-1] if points[0] == points[-1] else points)


def _label(geometry: dict[str, Any]) -> Point:
    where = geometry["coordinates"]
    if geometry["type"] == "Point":
        return float(where[0]), float(where[1])
    line = where[0] if geometry["type"] == "Polygon" else where
    return centroid([(float(x), float(y)) for x, y, *_ in line])


def _name_of_area(area: Area) -> Named:
    version = f"{area.updated_at:%y%m%d%H%M%S}"
    return Named(area.pk, area.name, area.pk, _label(area.geometry), version, area.kind)


def _name_of_fence(fence: Fence) -> Named:
    drawn = fence.geometry or (fence.area.geometry if fence.area else {})
    kind = fence.area.kind if fence.area else ""
    label = _label(drawn)
    return Named(
        fence.pk, fence.name, fence.area_id, label, str(fence.version), kind, fence.priority
    )
