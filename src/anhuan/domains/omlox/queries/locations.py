"""Positions as omlox objects: Location and TrackableMotion, in the coordinates asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from anhuan.domains.omlox.queries.directory import (
    OURS,
    Directory,
    Provider,
    Trackable,
    trackable_properties,
)
from anhuan.domains.omlox.queries.live import Seen
from anhuan.domains.omlox.queries.zones import Places
from anhuan.domains.omlox.rules import places
from anhuan.domains.omlox.rules.locating import Facts, most_significant
from anhuan.domains.omlox.rules.places import DEGREES, LOCAL, omlox_floor
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse
from anhuan.kernel.geometry import map_coordinates


@dataclass(frozen=True, slots=True)
class Projection:
    """The coordinates an answer is wanted in."""

    places: Places
    crs: str = DEGREES
    zone_id: str = ""

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Plant metres as wanted: degrees to 1e-8 (a millimetre), metres to the millimetre."""
        if self.crs != LOCAL:
            lon, lat = self.places.earth.to_lonlat(x, y)
            return round(lon, 8), round(lat, 8)
        frame = self.places.frame(self.zone_id)
        assert frame is not None  # see `projection`
        local_x, local_y = frame.to_local(x, y)
        return round(local_x, 3), round(local_y, 3)

    def shape(self, geometry: dict[str, Any]) -> dict[str, Any]:
        """A GeoJSON geometry in plant metres as wanted."""
        found: dict[str, Any] = map_coordinates(geometry, self.point)
        return found

    @property
    def source(self) -> str:
        """The id of the zone whose metres are meant, or of the site."""
        zone = self.places.zone(self.zone_id)
        return str(zone.pk if zone else self.places.site.pk)


def projection(found: Places, crs: str, zone_id: str) -> Projection:
    """Refuses what cannot be converted to."""
    wanted = crs or (LOCAL if zone_id else DEGREES)
    if wanted != LOCAL and wanted not in places.ALSO_DEGREES:
        raise refuse("bad_crs", "crs 支持 local、EPSG:4326 和 EPSG:4490")
    if found.zone(zone_id) is None:
        raise refuse("bad_zone_id", "没有这个 zone_id")
    if wanted == LOCAL and found.frame(zone_id) is None:
        raise refuse("bad_zone_id", "这个区域没有坐标系（控制点不足），不能换算为 local")
    return Projection(found, wanted, zone_id)


def location_object(seen: Seen, provider: Provider, wanted: Projection) -> dict[str, Any]:
    """The omlox Location of one tag."""
    known = {"speed": seen.speed_mps} if seen.speed_mps is not None else {}
    return known | {
        "position": {"type": "Point", "coordinates": list(wanted.point(seen.x_m, seen.y_m))},
        "source": wanted.source,
        "provider_type": provider.type,
        "provider_id": provider.tag.number,
        "timestamp_generated": iso(seen.t_ms),
        "crs": wanted.crs,
        "accuracy": seen.r68_m,
        "floor": omlox_floor(seen.floor),
        "trackables": [str(provider.holder.pk)] if provider.holder else [],
        "properties": {OURS: {"state": seen.state, "area": seen.area}},
    }


def motion_object(
    trackable: Trackable, seen: Seen, provider: Provider, wanted: Projection
) -> dict[str, Any]:
    """The omlox TrackableMotion; with a radius, its circle as geometry."""
    given = trackable.attributes
    found = {
        "id": str(trackable.holder.pk),
        "name": trackable.name,
        "location": location_object(seen, provider, wanted),
        "properties": trackable_properties(trackable),
    }
    if given.get("extrusion") is not None:
        found["extrusion"] = given["extrusion"]
    if radius_m := given.get("radius"):
        ring = places.circle(seen.x_m, seen.y_m, radius_m)
        found["geometry"] = wanted.shape({"type": "Polygon", "coordinates": [ring]})
    return found


def believed(
    trackable: Trackable, positions: dict[Any, Seen], now_ms: int, source: str
) -> tuple[Seen, Provider] | None:
    """The most significant position by the trackable's locating rules, else the newest."""

    def facts(one: tuple[Seen, Provider]) -> Facts:
        seen, provider = one
        return {
            "accuracy": seen.r68_m, "provider_id": provider.tag.number, "type": provider.type,
            "source": source, "floor": float(omlox_floor(seen.floor)), "speed": seen.speed_mps,
            "timestamp_diff": float(now_ms - seen.t_ms),
        }  # fmt: skip

    found = [(positions[p.tag.pk], p) for p in trackable.providers if p.tag.pk in positions]
    return most_significant(trackable.attributes.get("locating_rules", ()), found, facts)


def locations(
    directory: Directory, positions: Iterable[Seen], wanted: Projection
) -> list[dict[str, Any]]:
    """Of every tag the directory holds."""
    known = ((seen, directory.providers.get(seen.tag)) for seen in positions)
    return [location_object(seen, provider, wanted) for seen, provider in known if provider]


def iso(t_ms: int) -> str:
    """Epoch milliseconds as omlox writes a time."""
    return clock.from_ms(t_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def feature(found: dict[str, Any], geometry: str) -> dict[str, Any]:
    """An omlox object as a GeoJSON Feature: its geometry out of `properties`."""
    rest = {name: value for name, value in found.items() if name != geometry}
    return {"type": "Feature", "geometry": found.get(geometry), "properties": rest}


def collection(found: Iterable[dict[str, Any]], geometry: str) -> dict[str, Any]:
    """Many as a FeatureCollection."""
    return {"type": "FeatureCollection", "features": [feature(one, geometry) for one in found]}
