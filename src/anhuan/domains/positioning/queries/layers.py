"""Fences, job areas and anchors as layers of the plant's map, GeoJSON in degrees."""

from datetime import timedelta
from typing import Any

from shapely.geometry import mapping, shape

from anhuan.domains.org.models import Company
from anhuan.domains.plant.queries import feature, feature_collection, site_of
from anhuan.domains.positioning.models import Anchor, Fence
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.queries.job_areas import open_job_areas
from anhuan.kernel import clock


def fence_layer(company: Company) -> dict[str, Any]:
    """Fences in the lists, as polygons: circles and corridors are drawn round what they cover."""
    rows = Fence.objects.filter(company=company, is_retired=False, is_draft=False)
    rows = rows.select_related("area")
    return feature_collection((_fence(one) for one in rows), site_of(company).georeference)


def job_layer(company: Company) -> dict[str, Any]:
    """Job areas in force now, as polygons round what they cover."""
    now = clock.now()
    marks = (
        feature(outline(one.geometry, one.radius_m), id=str(one.pk), name=one.name,
                floors=one.floors, until=one.valid_until.isoformat())
        for one in open_job_areas(company, now) if one.valid_from <= now
    )  # fmt: skip
    return feature_collection(marks, site_of(company).georeference)


def anchor_layer(company: Company) -> dict[str, Any]:
    """Anchors in use, with whether they are on line."""
    heard_since = clock.now() - timedelta(seconds=settings_of(company).anchor_offline_s)
    rows = Anchor.objects.filter(company=company, is_retired=False)
    marks = (
        feature(
            {"type": "Point", "coordinates": [one.x_m, one.y_m]},
            id=str(one.pk), number=one.number, floor=one.floor,
            online=one.seen_at is not None and one.seen_at >= heard_since,
        )
        for one in rows
    )  # fmt: skip
    return feature_collection(marks, site_of(company).georeference)


def _fence(fence: Fence) -> dict[str, Any]:
    return feature(
        outline(*queries.shape_of(fence)), id=str(fence.pk), name=fence.name, kind=fence.purpose,
        floors=queries.floors_of(fence), enabled=fence.is_enabled,
    )  # fmt: skip


def outline(geometry: dict[str, Any], radius_m: float | None) -> dict[str, Any]:
    """What a shape covers as a Polygon in plant metres; a polygon without buffer stays as it is."""
    if geometry["type"] == "Polygon" and not radius_m:
        return geometry
    grown = shape(geometry).buffer(radius_m or 1.0, quad_segs=16)
    rings = [[[round(x, 2), round(y, 2)] for x, y in ring]
             for ring in mapping(grown)["coordinates"]]  # fmt: skip
    return {"type": "Polygon", "coordinates": rings}
