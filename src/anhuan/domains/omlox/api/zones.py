"""Zones over REST."""

from typing import ClassVar

from django.http import HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from anhuan.domains.omlox.actions import zones as actions
from anhuan.domains.omlox.api.base import HubView, flag, json, key, nothing
from anhuan.domains.omlox.models import Zone
from anhuan.domains.omlox.queries import zones as queries
from anhuan.domains.omlox.rules.bodies import read_zone
from anhuan.domains.omlox.rules.places import ALSO_DEGREES, DEGREES, FAR_M, LOCAL
from anhuan.domains.omlox.rules.reading import Fields
from anhuan.domains.plant.models import Site
from anhuan.kernel.errors import refuse

READ = {"GET": "plant.view"}
READ_WRITE = {**READ, "PUT": "plant.edit", "DELETE": "plant.edit"}
SITE_STAYS = "这是厂区自己的坐标系，只能在“厂区”页修改"


class ZonesSummary(HubView):
    """All zones."""

    rights: ClassVar[dict[str, str]] = READ

    def get(self, request: Request) -> HttpResponse:
        """Whole objects, the site's first."""
        found = self.places
        return json([queries.zone_object(z, found.earth) for z in chosen(request, found)])


class Zones(HubView):
    """Ids of zones, and new ones."""

    rights: ClassVar[dict[str, str]] = {**READ, "POST": "plant.edit", "DELETE": "plant.edit"}

    def get(self, request: Request) -> HttpResponse:
        """Ids."""
        return json([str(zone.pk) for zone in chosen(request, self.places)])

    def post(self, request: Request) -> HttpResponse:
        """A zone of another positioning system."""
        zone = actions.save_zone(self.account, self.company, None, read_zone(request.data))
        return json(queries.zone_object(zone, self.places.earth), 201)

    def delete(self, request: Request) -> HttpResponse:
        """Not all at once."""
        raise PermissionDenied("不能一次删除全部区域，请逐个删除")


class OneZone(HubView):
    """One zone."""

    rights: ClassVar[dict[str, str]] = READ_WRITE

    def get(self, request: Request, zone_id: str) -> HttpResponse:
        """As it is."""
        zone = queries.zone_for(self.account, key(zone_id))
        return json(queries.zone_object(zone, self.places.earth))

    def put(self, request: Request, zone_id: str) -> HttpResponse:
        """Other values in place of all it has."""
        zone = self._own(zone_id)
        actions.save_zone(self.account, self.company, zone, read_zone(request.data))
        return nothing()

    def delete(self, request: Request, zone_id: str) -> HttpResponse:
        """Out of use."""
        actions.retire_zone(self.account, self._own(zone_id))
        return nothing()

    def _own(self, zone_id: str) -> Zone:
        zone = queries.zone_for(self.account, key(zone_id))
        if isinstance(zone, Site):
            raise PermissionDenied(SITE_STAYS)
        return zone


class Transform(HubView):
    """One position from a zone's metres to degrees, or back."""

    rights: ClassVar[dict[str, str]] = {"PUT": "plant.view"}

    def put(self, request: Request, zone_id: str) -> HttpResponse:
        """The other of the two coordinate systems."""
        zone = queries.zone_for(self.account, key(zone_id))
        places, fields = self.places, Fields(request.data)
        point, crs = fields.point("position", required=True), fields.text("crs") or LOCAL
        if crs != LOCAL and crs not in ALSO_DEGREES:
            fields.wrong("crs", "crs 只能是 local 或 EPSG:4326")
        frame = places.frame(str(zone.pk))
        if frame is None:
            fields.wrong("zone", "这个区域没有坐标系（控制点不足）")
        fields.done()
        assert point is not None and frame is not None
        if crs == LOCAL:
            x, y, crs = *places.earth.to_lonlat(*_near(frame.to_plant(*point))), DEGREES
        else:
            x, y, crs = *frame.to_local(*_near(places.earth.to_plant(*point))), LOCAL
        position = {"type": "Point", "coordinates": [x, y]}
        if flag(request, "geojson"):
            about = {"source": str(zone.pk), "crs": crs}
            return json({"type": "Feature", "geometry": position, "properties": about})
        return json({"position": position, "source": str(zone.pk), "crs": crs})


def _near(point: tuple[float, float]) -> tuple[float, float]:
    """Plant metres; what is far off the earth's tangent plane is refused."""
    if not all(abs(v) < FAR_M for v in point):
        raise refuse("out_of_range", "位置离厂区超过 100 km，请检查 crs 和坐标")
    return point


class CreateFence(HubView):
    """A fence around a zone, for the client to send back."""

    rights: ClassVar[dict[str, str]] = READ

    def get(self, request: Request, zone_id: str) -> HttpResponse:
        """Not stored."""
        zone = queries.zone_for(self.account, key(zone_id))
        return json(queries.fence_of_zone(zone, self.places))


def chosen(request: Request, found: queries.Places) -> list[Site | Zone]:
    """All, or those with the `foreign_id` of the query."""
    wanted = request.query_params.get("foreign_id")
    every: list[Site | Zone] = [found.site, *found.zones]
    return [z for z in every if wanted is None or getattr(z, "foreign_id", "") == wanted]
