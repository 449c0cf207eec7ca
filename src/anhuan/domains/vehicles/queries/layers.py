"""Parking places and routes as layers of the plant's map, GeoJSON in degrees."""

from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.plant.queries import feature, feature_collection, site_of
from anhuan.domains.positioning.queries.layers import outline
from anhuan.domains.vehicles.models import ParkingPlace, Route


def parking_layer(company: Company) -> dict[str, Any]:
    """Parking places in use, as polygons."""
    rows = ParkingPlace.objects.filter(company=company, is_retired=False)
    marks = (
        feature(one.geometry, id=str(one.pk), name=one.name, capacity=one.capacity,
                longest_min=one.longest_min)
        for one in rows
    )  # fmt: skip
    return feature_collection(marks, site_of(company).georeference)


def route_layer(company: Company) -> dict[str, Any]:
    """Routes in use, as polygons round what they cover."""
    rows = Route.objects.filter(company=company, is_retired=False)
    marks = (
        feature(outline(one.geometry, one.half_width_m), id=str(one.pk), name=one.name)
        for one in rows
    )
    return feature_collection(marks, site_of(company).georeference)
