"""The map as GeoJSON in longitude and latitude: the plant's own layers and those of slices above."""

from collections.abc import Callable, Iterable
from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area, MajorHazardSource, Site, Structure
from anhuan.domains.plant.queries.places import site_of
from anhuan.kernel.geo import Georeference
from anhuan.kernel.geometry import map_coordinates

# A layer: its features, geometry still in plant metres. Slices above add theirs in AppConfig.ready:
# `MAP_LAYERS["fences"] = fence_features`.
MapLayer = Callable[[Company], Iterable[dict[str, Any]]]
MAP_LAYERS: dict[str, MapLayer] = {}


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature; geometry in plant metres."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def map_of(company: Company | None) -> dict[str, Any]:
    """Site and every layer, as `GET /api/v1/map` answers. 404 while there is no site."""
    site = site_of(company)
    layers = {"areas": area_features, "structures": structure_features, **MAP_LAYERS}
    drawn = {
        name: _collection(layer(site.company), site.georeference) for name, layer in layers.items()
    }
    return {"site": _site(site), **drawn}


def area_features(company: Company) -> Iterable[dict[str, Any]]:
    """Areas with what the map shows of them; largest first, so that small ones lie on top."""
    hazardous = set(
        MajorHazardSource.objects.filter(company=company, is_retired=False).values_list(
            "area_id", flat=True
        )
    )
    for area in Area.objects.filter(company=company, is_retired=False):
        yield feature(
            area.geometry,
            id=str(area.pk),
            name=area.name,
            kind=area.kind,
            risk=area.risk,
            max_people=area.max_people,
            min_people=area.min_people,
            floors=area.floors,
            is_major_hazard=area.pk in hazardous,
        )


def structure_features(company: Company) -> Iterable[dict[str, Any]]:
    """Buildings, units, tanks, roads."""
    for one in Structure.objects.filter(company=company, is_retired=False):
        floors = [int(level["floor"]) for level in one.floors]
        yield feature(
            one.geometry, id=str(one.pk), name=one.name, kind=one.kind, floors=floors or None,
            radius_m=one.geometry.get("radius_m"), height_m=one.height_m,
        )  # fmt: skip


def _collection(features: Iterable[dict[str, Any]], place: Georeference) -> dict[str, Any]:
    placed = [
        {**one, "geometry": map_coordinates(one["geometry"], place.to_lonlat)} for one in features
    ]
    return {"type": "FeatureCollection", "features": placed}


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
