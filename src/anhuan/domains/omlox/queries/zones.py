"""Zones: the site's own plant metres, and those of other positioning systems."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from anhuan.domains.omlox.models import Zone
from anhuan.domains.omlox.rules import places
from anhuan.domains.omlox.rules.bodies import READERS
from anhuan.domains.omlox.rules.places import LocalFrame
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Site
from anhuan.domains.plant.queries import site_of
from anhuan.kernel.geo import Georeference
from anhuan.kernel.geometry import Point


@dataclass(frozen=True, slots=True)
class Places:
    """The plant on the earth and all its zones: what every conversion needs."""

    site: Site
    zones: tuple[Zone, ...]

    @property
    def earth(self) -> Georeference:
        """Plant metres and degrees."""
        return self.site.georeference

    def zone(self, name: str) -> Site | Zone | None:
        """By id, else by foreign id; "" is the site."""
        if not name or name.lower() == str(self.site.pk):
            return self.site
        by_id = (zone for zone in self.zones if str(zone.pk) == name.lower())
        named = (zone for zone in self.zones if zone.foreign_id == name)
        return next(by_id, None) or next(named, None)

    def frame(self, name: str) -> LocalFrame | None:
        """The metres of a zone; None when there is no such zone, or it has none."""
        zone = self.zone(name)
        return places.PLANT if isinstance(zone, Site) else self.frame_of(zone) if zone else None

    def frame_of(self, zone: Zone) -> LocalFrame | None:
        """From its control points."""
        points: list[tuple[float, float]] = [(x, y) for x, y, *_ in zone.control_points]
        return places.fit(points[1::2], [self.earth.to_plant(*one) for one in points[::2]])


def places_of(company: Company) -> Places:
    """Of a company; Http404 in words while it has no site."""
    return Places(site_of(company), tuple(Zone.objects.filter(company=company, is_retired=False)))


def zone_for(account: Account, zone_id: UUID) -> Site | Zone:
    """The site or one of the company's zones, else 404."""
    found = places_of(company_of(account)).zone(str(zone_id))
    if found is None:
        raise Http404("没有这个区域")
    return found


def corners(site: Site) -> list[Point]:
    """The site's outline, plant metres, counter-clockwise."""
    return [(0, 0), (site.width_m, 0), (site.width_m, site.depth_m), (0, site.depth_m)]


def zone_object(zone: Site | Zone, earth: Georeference) -> dict[str, Any]:
    """The omlox Zone."""
    return _site_object(zone, earth) if isinstance(zone, Site) else _own_object(zone)


def _site_object(site: Site, earth: Georeference) -> dict[str, Any]:
    pairs = [[list(earth.to_lonlat(x, y)), [x, y]] for x, y in corners(site)]
    return {
        "id": str(site.pk),
        "type": "uwb",
        "name": site.name,
        "site": site.name,
        "floor": 0,
        "ground_control_points": [point for pair in pairs for point in pair],
        "incomplete_configuration": False,
        "properties": {},
    }


def _own_object(zone: Zone) -> dict[str, Any]:
    found = {
        "id": str(zone.pk),
        "type": zone.type,
        "name": zone.name or None,
        "foreign_id": zone.foreign_id or None,
        "position": {"type": "Point", "coordinates": zone.position} if zone.position else None,
        "radius": zone.radius_m,
        "ground_control_points": zone.control_points or None,
        "floor": zone.floor,
        "incomplete_configuration": zone.is_incomplete,
        "properties": zone.properties,
        **zone.attributes,
    }
    return {name: value for name, value in found.items() if value is not None}


def fence_of_zone(zone: Site | Zone, found: Places) -> dict[str, Any]:
    """A Fence drawn around a zone, not stored: its control points, or a reader's circle."""
    head = {"id": str(zone.pk), "crs": places.DEGREES, "name": zone.name, "floor": 0.0}
    if isinstance(zone, Zone):
        head |= {"floor": zone.floor, "foreign_id": zone.foreign_id}
    if isinstance(zone, Zone) and zone.type in READERS:
        if not zone.position:
            raise Http404("区域还没有填写位置")
        region = {"type": "Point", "coordinates": zone.position}
        return head | {"region": region, "radius": zone.radius_m or 1.0}
    if isinstance(zone, Site):
        ring = [list(found.earth.to_lonlat(x, y)) for x, y in corners(zone)]
    else:
        ring = zone.control_points[::2]
    if len(ring) < 3:
        raise Http404("区域的控制点不足三个，围不成围栏")
    return head | {"region": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}
