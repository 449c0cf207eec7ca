"""Rounds being walked, as zones: their way, and how long one may stay at a point. POS-045."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from anhuan.domains.inspection.models import Route, Task
from anhuan.domains.inspection.models.routes import RouteStop
from anhuan.domains.inspection.models.settings import InspectionSettings
from anhuan.domains.org.models import Company
from anhuan.engine.adapters.calendars import Schedule
from anhuan.engine.adapters.holders import Holder
from anhuan.engine.adapters.zones import Named, Zones
from anhuan.engine.core import config as core
from anhuan.kernel.ids import uuid_of

log = logging.getLogger("engine")


def with_inspections(
    zones: Zones, company: Company, holders: Iterable[Holder], now: datetime
) -> Zones:
    """The zones and, among the fences, the ways of rounds begun and not yet ended."""
    tags: dict[UUID, set[UUID]] = {}
    for holder in holders:
        if holder.subject is not None:
            tags.setdefault(holder.subject, set()).add(holder.tag)
    found, names, schedules = list(zones.fences), dict(zones.names), dict(zones.schedules)
    for task in walked_now(company, now):
        about = frozenset(tags.get(task.by_id, ())) if task.by_id else frozenset()
        for zone, name in zones_of(task, about):
            found.append(zone)
            names[zone.id] = name
            schedules[zone.id] = Schedule((), task.started_at, task.closes_at)
    return replace(zones, fences=tuple(found), names=names, schedules=schedules)


def walked_now(company: Company, now: datetime) -> Iterable[Task]:
    """Rounds along a route that somebody is walking."""
    rows = Task.objects.filter(company=company, outcome="", route__isnull=False)
    rows = rows.filter(started_at__lte=now, finished_at__isnull=True, closes_at__gt=now)
    return rows.select_related("route").order_by("pk")


def zones_of(task: Task, about: frozenset[UUID]) -> Iterator[tuple[core.Fence, Named]]:
    """The way with its points, and each point one may not stay at for ever; for those tags only."""
    route = task.route
    if route is None or not about:
        return
    reach_m = within_m(task.company_id)
    stops = [one for one in _stops(route) if one.point.x_m is not None]
    points = tuple((float(x), float(y)) for x, y, *_ in route.path)
    if len(points) > 1:
        corridor = core.Corridor(points, route.corridor_m)
        shapes: tuple[core.Shape, ...] = (corridor, *(_circle(one, reach_m) for one in stops))
        way = uuid_of("round", task.pk)
        name = Named(way, f"巡检路线 {route.name}", None, points[0], "1", purpose="round")
        yield core.Fence(id=way, shapes=shapes, about=about, is_way=True), name
    for stop in stops:
        if stop.longest_min:
            here = _circle(stop, reach_m)
            pk = uuid_of("stop", task.pk, stop.pk)
            name = Named(pk, f"巡检点 {stop.point.name}", None, (here.x, here.y), "1")
            limit_s = 60.0 * stop.longest_min
            yield core.Fence(id=pk, shapes=(here,), about=about, max_stay_s=limit_s), name


def within_m(company_id: UUID) -> float:
    """How near one has to be to be at a point."""
    found = InspectionSettings.objects.filter(company=company_id).first()
    return (found or InspectionSettings()).within_m


def _stops(route: Route) -> Iterable[RouteStop]:
    return route.stops.select_related("point").order_by("position")


def _circle(stop: RouteStop, reach_m: float) -> core.Circle:
    return core.Circle(float(stop.point.x_m or 0.0), float(stop.point.y_m or 0.0), reach_m)
