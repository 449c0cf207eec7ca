"""The map as GeoJSON in longitude and latitude: our own layers and those of slices above."""

from collections.abc import Callable, Iterable
from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area, MajorHazardSource, Site, Structure
from anhuan.domains.plant.queries.places import site_of
from anhuan.kernel.geo import Georeference
from anhuan.kernel.geometry import map_coordinates, ring_area_m2

# A layer is a FeatureCollection in degrees. Slices above add theirs in AppConfig.ready:
# `MAP_LAYERS["fences"] = fence_layer`.
MapLayer = Callable[[Company], dict[str, Any]]
MAP_LAYERS: dict[str, MapLayer] = {}


def map_of(company: Company | None) -> dict[str, Any]:
    """Site and every layer, as `GET /api/v1/map` answers. 404 while there is no site."""
    site = site_of(company)
    return {
        "site": _site(site),
        "areas": feature_collection(_areas(site.company), site.georeference),
        "structures": feature_collection(_structures(site.company), site.georeference),
        **{name: layer(site.company) for name, layer in MAP_LAYERS.items()},
    }


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature; geometry in plant metres."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def feature_collection(features: Iterable[dict[str, Any]], place: Georeference) -> dict[str, Any]:
    """Features in plant metres as a collection in degrees."""
    placed = [
        {**one, "geometry": map_coordinates(one["geometry"], place.to_lonlat)} for one in features
    ]
    return {"type": "FeatureCollection", "features": placed}


def _areas(company: Company) -> Iterable[dict[str, Any]]:
    sources = MajorHazardSource.objects.filter(company=company, is_retired=False)
    hazardous = set(sources.values_list("area_id", flat=True))
    rows = Area.objects.filter(company=company, is_retired=False)
    for area in sorted(rows, key=_size, reverse=True):  # small ones lie on top
        yield feature(
            area.geometry, id=str(area.pk), name=area.name, kind=area.kind, risk=area.risk,
            max_people=area.max_people, min_people=area.min_people, floors=area.floors,
            is_major_hazard=area.pk in hazardous,
        )  # fmt: skip


def _size(area: Area) -> float:
    return ring_area_m2([(x, y) for x, y, *_ in area.geometry["coordinates"][0]])


def _structures(company: Company) -> Iterable[dict[str, Any]]:
    for one in Structure.objects.filter(company=company, is_retired=False):
        floors = [int(level["floor"]) for level in one.floors]
        yield feature(
            one.geometry, id=str(one.pk), name=one.name, kind=one.kind, floors=floors or None,
            radius_m=one.geometry.get("radius_m"), height_m=one.height_m,
            floors_z_m=[level.get("z_m") for level in one.floors] or None,
        )  # fmt: skip


def _site(site: Site) -> dict[str, Any]:
    place = site.georeference
    corners = [place.to_lonlat(x, y) for x in (0.0, site.width_m) for y in (0.0, site.depth_m)]
    lons, lats = zip(*corners, strict=True)
    return {
        "name": site.name,
        "origin_lon": site.origin_lon,
        "origin_lat": site.origin_lat,
        "rotation_deg": site.rotation_deg,
        "bounds": [min(lons), min(lats), max(lons), max(lats)],
    }
