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
from anhuan.domains.positioning.queries.fences import shape_of
from anhuan.domains.positioning.rules import fences as rules
from anhuan.engine.adapters.calendars import Schedule, load_shifts, schedule_of
from anhuan.engine.adapters.holders import KIND_NAMES, Holder
from anhuan.engine.adapters.shapes import label_of, shapes_of
from anhuan.engine.adapters.zone_rules import Listed, limits_by_kind, listed_by, zone_of
from anhuan.engine.core import config as core
from anhuan.kernel import clock
from anhuan.kernel.geometry import Point

__all__ = ["Named", "Schedule", "Zones", "load_zones", "shapes_of"]

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
    purpose: str = ""  # of a fence
    risk: str = ""  # of an area: its colour


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
        return tuple(_as_of(one, self.schedules[one.id], moment, zone) for one in self.fences)


@dataclass(frozen=True, slots=True)
class Ready:
    """One fence for the pipeline: itself, and a zone for each kind of person with a limit."""

    zones: tuple[core.Fence, ...]
    names: Mapping[UUID, Named]
    schedule: Schedule


def _as_of(fence: core.Fence, schedule: Schedule, moment: datetime, zone: tzinfo) -> core.Fence:
    active = schedule.holds(moment, zone)
    return fence if active == fence.active else replace(fence, active=active)


def load_zones(company: Company, holders: Iterable[Holder]) -> Zones:
    """Read areas and fences; a bad one is logged with its reason and left out."""
    people, now = tuple(holders), clock.now()
    rows = fence_rows(company).filter(is_enabled=True)
    named = [(fence, listed_by(fence, now)) for fence in rows]
    return with_fences(load_areas(company), named, people, load_shifts(company, now))


def load_areas(company: Company) -> Zones:
    """The areas in use, alone."""
    return zones_of(Area.objects.filter(company=company, is_retired=False))


def zones_of(rows: Iterable[Area]) -> Zones:
    """These areas alone."""
    names: dict[UUID, Named] = {}
    areas: list[core.Area] = []
    skipped = 0
    for area in rows:
        try:
            areas.append(_area(area))
            names[area.pk] = _name_of_area(area)
        except Broken as error:
            skipped += 1
            log.error("area %s left out: %s", area.name, error)
    return Zones(tuple(areas), (), names, {}, skipped)


def with_fences(
    zones: Zones, fences: Iterable[tuple[Fence, Listed]],
    people: tuple[Holder, ...], shifts: tuple[rules.Shift, ...],
) -> Zones:  # fmt: skip
    """The zones and these fences, each with whom it names."""
    found: list[core.Fence] = []
    names, schedules, skipped = dict(zones.names), dict(zones.schedules), zones.skipped
    for fence, named in fences:
        try:
            ready = fence_ready(fence, people, schedule_of(fence, shifts), named)
        except Broken as error:
            skipped += 1
            log.error("fence %s left out: %s", fence.name, error)
        else:
            found += ready.zones
            names |= ready.names
            schedules |= {zone.id: ready.schedule for zone in ready.zones}
    return Zones(zones.areas, tuple(found), names, schedules, skipped)


def fence_rows(company: Company) -> Any:
    """Fences not withdrawn, with all that is needed of them."""
    many = ("allowed_departments", "allowed_posts", "allowed_people")
    rows = Fence.objects.filter(company=company, is_retired=False)
    return rows.select_related("area", "company").prefetch_related(*many)


def fence_ready(
    fence: Fence, people: tuple[Holder, ...], schedule: Schedule, named: Listed
) -> Ready:
    """A fence as the pipeline judges it; ValueError says what is wrong with it."""
    main = zone_of(fence, people, named)
    name = _name_of_fence(fence)
    names = {fence.pk: name}
    zones = [main]
    for kind, limited in limits_by_kind(fence, main):
        zones.append(limited)
        names[limited.id] = replace(name, name=f"{fence.name} · {KIND_NAMES[kind]}")
    return Ready(tuple(zones), names, schedule)


def _area(area: Area) -> core.Area:
    return core.Area(
        id=area.pk,
        shapes=shapes_of(area.geometry, None),
        floors=frozenset(area.floors) if area.floors else None,
        judges_gatherings=area.judges_gatherings,
        over_limit=area.max_people,
        under_limit=area.min_people,
    )


def _name_of_area(area: Area) -> Named:
    version = f"{area.updated_at:%y%m%d%H%M%S}"
    return Named(
        area.pk, area.name, area.pk, label_of(area.geometry), version, area.kind, risk=area.risk
    )


def _name_of_fence(fence: Fence) -> Named:
    return Named(
        id=fence.pk,
        name=fence.name,
        area=fence.area_id,
        label=label_of(shape_of(fence)[0]),
        version=str(fence.version),
        area_kind=fence.area.kind if fence.area else "",
        priority=fence.priority,
        purpose=fence.purpose,
    )
