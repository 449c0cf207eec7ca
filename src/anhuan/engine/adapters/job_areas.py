"""Job areas of the database as zones of the pipeline; a bad one is left out."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from anhuan.domains.org.models import Company, Person
from anhuan.domains.positioning.models import JobArea
from anhuan.domains.positioning.queries.job_areas import open_job_areas
from anhuan.domains.positioning.rules.job_areas import space_zone
from anhuan.engine.adapters.calendars import Schedule
from anhuan.engine.adapters.holders import Holder
from anhuan.engine.adapters.shapes import label_of, shapes_of
from anhuan.engine.adapters.zones import Named, Zones
from anhuan.engine.core import config as core

log = logging.getLogger("engine")
GUARDS_WITHIN_M = 10.0  # of the confined space
SURELY_INSIDE_M = 0.5  # whoever guards at the manhole is not inside
Broken = (ValueError, TypeError, KeyError, IndexError)


def with_job_areas(
    zones: Zones, company: Company, holders: Iterable[Holder], now: datetime
) -> Zones:
    """The zones and, among the fences, every job area in force or still to come."""
    tags: dict[UUID, list[UUID]] = {}
    for holder in holders:
        if holder.subject is not None:
            tags.setdefault(holder.subject, []).append(holder.tag)
    found, names, schedules, skipped = [], dict(zones.names), dict(zones.schedules), zones.skipped
    for row in open_job_areas(company, now):
        try:
            zone, name = _zone(row, tags), _name(row)
        except Broken as error:
            skipped += 1
            log.error("job area %s left out: %s", row.name, error)
        else:
            found.append(zone)
            names[row.pk] = name
            schedules[row.pk] = Schedule((), row.valid_from, row.valid_until)
            if row.space:
                inner = _space(row, zone)
                found.append(inner)
                names[inner.id] = replace(name, id=inner.id, name=f"{name.name} 受限空间")
                schedules[inner.id] = schedules[row.pk]
    return replace(
        zones, fences=(*zones.fences, *found), names=names, schedules=schedules, skipped=skipped
    )


def _zone(row: JobArea, tags: dict[UUID, list[UUID]]) -> core.Fence:
    return core.Fence(
        id=row.pk,
        shapes=(*shapes_of(row.geometry, row.radius_m), *_around_space(row)),
        floors=frozenset(row.floors) if row.floors else None,
        over_limit=row.max_people,
        job=core.Job(
            guardians=_tags(row.guardians.all(), tags),
            workers=_tags(row.workers.all(), tags),
            admitted=_tags(row.admitted.all(), tags),
        ),
    )


def _around_space(row: JobArea) -> tuple[core.Shape, ...]:
    """Where one guards a confined space from: round about it, drawn so or not."""
    return shapes_of(row.space, GUARDS_WITHIN_M) if row.space else ()


def _space(row: JobArea, zone: core.Fence) -> core.Fence:
    """The confined space of the job: its guardians stay outside (GB 30871-2022 6.8 a)."""
    guardians = zone.job.guardians if zone.job else frozenset()
    return core.Fence(
        id=space_zone(row.pk),
        shapes=shapes_of(row.space, None),
        floors=zone.floors,
        barred=guardians,
        enter_depth_m=SURELY_INSIDE_M,
    )


def _tags(people: Iterable[Person], tags: dict[UUID, list[UUID]]) -> frozenset[UUID]:
    return frozenset(tag for person in people for tag in tags.get(person.pk, ()))


def _name(row: JobArea) -> Named:
    return Named(row.pk, row.name, None, label_of(row.geometry), str(row.version))
