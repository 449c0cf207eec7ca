"""Our fences as omlox objects, and who stands in them."""

import json
from dataclasses import dataclass
from math import inf
from typing import Any
from uuid import UUID

import shapely
from django.db.models import QuerySet
from django.http import Http404

from anhuan.domains.omlox.models import Extra
from anhuan.domains.omlox.queries.directory import OURS
from anhuan.domains.omlox.queries.live import Seen
from anhuan.domains.omlox.queries.locations import Projection
from anhuan.domains.omlox.queries.zones import Places
from anhuan.domains.omlox.rules.fence_events import Watched, watched
from anhuan.domains.omlox.rules.places import LOCAL, omlox_floor
from anhuan.domains.org.models import Account, Company
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.queries.fences import floors_of, shape_of, visible_fences
from anhuan.kernel.errors import refuse
from anhuan.kernel.geometry import Point, map_coordinates


@dataclass(frozen=True, slots=True)
class Region:
    """A fence with what omlox adds, its shape ready to measure against."""

    fence: Fence
    extra: Extra | None
    shape: shapely.Geometry
    floors: frozenset[int]  # empty: all

    @property
    def attributes(self) -> dict[str, Any]:
        """timeout, exit_tolerance, …"""
        return self.extra.attributes if self.extra else {}

    def distance_m(self, x: float, y: float, floor: int) -> float:
        """Metres to the region; 0 inside it, infinite on another floor."""
        if self.floors and floor not in self.floors:
            return inf
        return float(shapely.distance(self.shape, shapely.Point(x, y)))

    def holds(self, seen: Seen, now_ms: int, *, by_place_only: bool = False) -> bool:
        """Inside by the last position; without `by_place_only`, not longer than its timeout."""
        timeout_ms = self.attributes.get("timeout")
        fresh = timeout_ms is None or timeout_ms < 0 or now_ms - seen.t_ms < timeout_ms
        return (by_place_only or fresh) and self.distance_m(seen.x_m, seen.y_m, seen.floor) <= 0

    @property
    def watched(self) -> Watched:
        """As the watch of entries and exits takes it."""
        west, south, east, north = shapely.bounds(self.shape).tolist()
        box = west, south, east, north
        return watched(self.fence.pk, self.distance_m, self.attributes, box)


def regions_of(account: Account) -> list[Region]:
    """Every fence of the company that was not withdrawn, enabled or not."""
    return _regions(visible_fences(account))


def company_regions(company: Company) -> list[Region]:
    """The same for the live watch, which works for all readers of a company."""
    return _regions(Fence.objects.filter(company=company, is_retired=False).select_related("area"))


def _regions(rows: QuerySet[Fence]) -> list[Region]:
    fences = list(rows)
    added = Extra.objects.filter(kind=Extra.Kind.FENCE, target__in=[fence.pk for fence in fences])
    extras = {row.target: row for row in added}
    return [_region(fence, extras.get(fence.pk)) for fence in fences]


def region_for(account: Account, pk: UUID) -> Region:
    """One of them, else 404."""
    fence = visible_fences(account).filter(pk=pk).first()
    if fence is None:
        raise Http404("没有这个围栏")
    return _region(fence, Extra.objects.filter(kind=Extra.Kind.FENCE, target=pk).first())


def _region(fence: Fence, extra: Extra | None) -> Region:
    geometry, reach_m = shape_of(fence)
    shape = shapely.geometry.shape(_plain(geometry))
    if reach_m:
        shape = shapely.buffer(shape, reach_m)
    return Region(fence, extra, shape, frozenset(floors_of(fence) or ()))


def _plain(geometry: dict[str, Any]) -> dict[str, Any]:
    """GeoJSON without fields of ours (a drawn circle's radius)."""
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}


def fence_object(region: Region, wanted: Projection) -> dict[str, Any]:
    """The omlox Fence. A corridor, or a polygon with a buffer, becomes the polygon it covers."""
    fence = region.fence
    geometry, reach_m = shape_of(fence)
    found: dict[str, Any] = dict(region.attributes)
    if geometry["type"] == "Point":
        found |= {"region": wanted.shape(_plain(geometry)), "radius": reach_m or 0.0}
    elif geometry["type"] == "Polygon" and not reach_m:
        found |= {"region": wanted.shape(_plain(geometry))}
    else:
        covered = json.loads(shapely.to_geojson(shapely.simplify(region.shape, 0.05)))
        found |= {"region": wanted.shape(covered)}
    if len(region.floors) == 1:
        found["floor"] = omlox_floor(min(region.floors))
    if region.extra and region.extra.foreign_id:
        found["foreign_id"] = region.extra.foreign_id
    return found | {
        "id": str(fence.pk),
        "name": fence.name,
        "crs": wanted.crs,
        "zone_id": wanted.source,
        "properties": fence_properties(region),
    }


def fence_properties(region: Region) -> dict[str, Any]:
    """The client's own, and ours under `anhuan`."""
    fence = region.fence
    ours = {"purpose": fence.purpose, "enabled": fence.is_enabled, "floors": sorted(region.floors)}
    return (region.extra.properties if region.extra else {}) | {OURS: ours}


def plant_region(region: dict[str, Any], crs: str, zone_id: str, found: Places) -> dict[str, Any]:
    """A client's region in plant metres, to the centimetre; refuses an unknown zone."""
    frame = found.frame(zone_id) if crs == LOCAL else None
    if crs == LOCAL and frame is None:
        raise refuse("bad_zone_id", "没有这个 zone_id，或它没有坐标系")
    to_plant = frame.to_plant if frame else found.earth.to_plant

    def convert(x: float, y: float) -> Point:
        x_m, y_m = to_plant(x, y)
        return round(x_m, 2), round(y_m, 2)

    shape: dict[str, Any] = map_coordinates(region, convert)
    return shape
