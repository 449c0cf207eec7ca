"""Where each vehicle may drive and stand, from classes and trips; and how fast its class may go."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import Vehicle
from anhuan.domains.vehicles.models import ParkingPlace, Trip, VehicleClass
from anhuan.domains.vehicles.queries.roads import classes_in_use
from anhuan.domains.vehicles.queries.trips import trips_inside
from anhuan.engine.adapters.holders import Holder
from anhuan.engine.adapters.shapes import shapes_of
from anhuan.engine.core import config as core

log = logging.getLogger("engine")
Broken = (ValueError, TypeError, KeyError, IndexError)


def with_vehicles(config: core.Config, company: Company, holders: Iterable[Holder]) -> core.Config:
    """The configuration with limits of classes on tags, and hauls."""
    tags = {one.subject: one.tag for one in holders if one.kind == "vehicle" and one.subject}
    if not tags:
        return config
    classes = {one.name: one for one in classes_in_use(company)}
    vehicles = Vehicle.objects.filter(pk__in=tags).values_list("pk", "kind")
    kinds = {pk: classes[kind] for pk, kind in vehicles if kind in classes}
    limits = {tags[pk]: kind.speed_limit_kmh for pk, kind in kinds.items()}
    return replace(
        config,
        tags=tuple(replace(one, speed_limit_kmh=limits.get(one.id)) for one in config.tags),
        hauls=tuple(_hauls(company, tags, kinds)),
    )


def _hauls(
    company: Company, tags: Mapping[UUID, UUID], kinds: Mapping[UUID, VehicleClass]
) -> Iterable[core.Haul]:
    rows = ParkingPlace.objects.filter(company=company, is_retired=False).order_by("name")
    places = [(row, made) for row in rows.prefetch_related("classes") if (made := _parking(row))]
    trips = {trip.vehicle_id: trip for trip in trips_inside(company)}
    for vehicle, tag in tags.items():
        kind, trip = kinds.get(vehicle), trips.get(vehicle)
        if trip is None and (kind is None or not kind.parks_in_places_only):
            continue
        stop_after_s = float(kind.stop_after_s) if kind and kind.parks_in_places_only else None
        parking = _of_trip(trip, places) or tuple(p for row, p in places if _admits(row, kind))
        yield core.Haul(tag, _roads(trip), parking, stop_after_s)


def _of_trip(
    trip: Trip | None, places: list[tuple[ParkingPlace, core.Parking]]
) -> tuple[core.Parking, ...]:
    """The parking places a trip names; none: those of its class."""
    named = {one.pk for one in trip.parking.all()} if trip else set()
    return tuple(made for row, made in places if row.pk in named)


def _admits(row: ParkingPlace, kind: VehicleClass | None) -> bool:
    listed = list(row.classes.all())
    return not listed or kind in listed


def _roads(trip: Trip | None) -> tuple[core.Shape, ...]:
    found: list[core.Shape] = []
    for route in trip.routes.all() if trip else ():
        try:
            found += shapes_of(route.geometry, route.half_width_m)
        except Broken as error:
            log.error("route %s left out: %s", route.name, error)
    return tuple(found)


def _parking(row: ParkingPlace) -> core.Parking | None:
    try:
        shapes = shapes_of(row.geometry, None)
    except Broken as error:
        log.error("parking place %s left out: %s", row.name, error)
        return None
    longest_s = 60.0 * row.longest_min if row.longest_min else None
    return core.Parking(row.pk, shapes, row.name, longest_s)
