"""Trackables over REST: people and vehicles, where they are, what they carry."""

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from anhuan.domains.omlox.actions import trackables as actions
from anhuan.domains.omlox.actions.noting import note_reading
from anhuan.domains.omlox.api.base import HubView, flag, json, key, nothing, shown
from anhuan.domains.omlox.queries import directory as objects
from anhuan.domains.omlox.queries.directory import Directory, Trackable
from anhuan.domains.omlox.queries.fences import fence_object, regions_of
from anhuan.domains.omlox.queries.live import Seen, positions_of
from anhuan.domains.omlox.queries.locations import (
    Projection,
    believed,
    location_object,
    motion_object,
)
from anhuan.domains.omlox.rules.bodies import read_trackable
from anhuan.domains.org.models import Person
from anhuan.kernel import clock

WHERE = {"GET": "positions.view"}


class TrackablesSummary(HubView):
    """All trackables."""

    rights: ClassVar[dict[str, str]] = {"GET": "devices.view"}

    def get(self, request: Request) -> HttpResponse:
        """Whole objects."""
        return json([objects.trackable_object(t) for t in self.directory().trackables.values()])


class Trackables(HubView):
    """Ids of trackables, and new ones."""

    rights: ClassVar[dict[str, str]] = {
        "GET": "devices.view", "POST": "devices.edit", "DELETE": "devices.edit",
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """Ids."""
        return json([str(pk) for pk in self.directory().trackables])

    def post(self, request: Request) -> HttpResponse:
        """A vehicle or mobile asset."""
        values = read_trackable(request.data)
        made = actions.create_trackable(self.account, self.company, self.directory(), values)
        return json(objects.trackable_object(self.directory().trackable(made.pk)), 201)

    def delete(self, request: Request) -> HttpResponse:
        """Never."""
        raise PermissionDenied("不能一次删除全部人员和车辆")


class OneTrackable(HubView):
    """One trackable."""

    rights: ClassVar[dict[str, str]] = {
        "GET": "devices.view", "PUT": "devices.edit", "DELETE": "devices.edit",
    }  # fmt: skip

    def get(self, request: Request, trackable_id: str) -> HttpResponse:
        """As it is."""
        return json(objects.trackable_object(self.directory().trackable(key(trackable_id))))

    def put(self, request: Request, trackable_id: str) -> HttpResponse:
        """Attributes, properties, tags carried."""
        directory = self.directory()
        trackable = directory.trackable(key(trackable_id))
        actions.change_trackable(self.account, trackable, directory, read_trackable(request.data))
        return json(objects.trackable_object(self.directory().trackable(trackable.holder.pk)))

    def delete(self, request: Request, trackable_id: str) -> HttpResponse:
        """A vehicle; never a person."""
        trackable = self.directory().trackable(key(trackable_id))
        if isinstance(trackable.holder, Person):
            raise PermissionDenied("人员不能经 omlox 接口删除，请在人员档案里办理离厂")
        actions.retire_trackable(self.account, trackable)
        return nothing()


class TrackableProviders(HubView):
    """What one trackable carries."""

    rights: ClassVar[dict[str, str]] = {"GET": "devices.view"}

    def get(self, request: Request, trackable_id: str) -> HttpResponse:
        """Its providers."""
        trackable = self.directory().trackable(key(trackable_id))
        return json([objects.provider_object(one) for one in trackable.providers])


class TrackableSensors(HubView):
    """What the sensors of one trackable say."""

    rights: ClassVar[dict[str, str]] = {"GET": "devices.view"}

    def get(self, request: Request, trackable_id: str) -> HttpResponse:
        """By provider."""
        trackable = self.directory().trackable(key(trackable_id))
        carried = [one for one in trackable.providers if one.extra]
        said = {one.tag.number: one.extra.attributes.get("sensors") for one in carried if one.extra}
        return json({number: value for number, value in said.items() if value is not None})


class WhereView(HubView):
    """Endpoints about where one trackable is."""

    rights: ClassVar[dict[str, str]] = WHERE

    def found(self, trackable_id: str) -> tuple[Directory, Trackable, dict[Any, Seen]]:
        """The trackable and all positions; the look is noted."""
        directory = self.directory()
        trackable = directory.trackable(key(trackable_id))
        note_reading(self.account, self.company, "单个对象的实时位置")
        return directory, trackable, positions_of(self.company)

    def believed(self, trackable_id: str) -> tuple[Trackable, Seen, Any, Projection]:
        """The one position to be believed, else 404."""
        directory, trackable, positions = self.found(trackable_id)
        source = str(directory.places.site.pk)
        best = believed(trackable, positions, clock.now_ms(), source)
        if best is None:
            raise Http404("还没有位置")
        return trackable, *best, self.projection(directory.places)


class TrackableLocation(WhereView):
    """The most significant location."""

    def get(self, request: Request, trackable_id: str) -> HttpResponse:
        """By its locating rules."""
        _, seen, provider, wanted = self.believed(trackable_id)
        return shown(request, location_object(seen, provider, wanted), "position")


class TrackableLocations(WhereView):
    """The locations of all its providers."""

    def get(self, request: Request, trackable_id: str) -> HttpResponse:
        """Last known ones."""
        directory, trackable, positions = self.found(trackable_id)
        wanted = self.projection(directory.places)
        carried = [one for one in trackable.providers if one.tag.pk in positions]
        rows = [location_object(positions[one.tag.pk], one, wanted) for one in carried]
        return shown(request, rows, "position")


class TrackableMotion(WhereView):
    """One motion."""

    def get(self, request: Request, trackable_id: str) -> HttpResponse:
        """Position and shape."""
        trackable, seen, provider, wanted = self.believed(trackable_id)
        return motion(request, motion_object(trackable, seen, provider, wanted))


class TrackableFences(WhereView):
    """The fences it is in."""

    def get(self, request: Request, trackable_id: str) -> HttpResponse:
        """By its most significant location."""
        by_place = flag(request, "spatial_query")
        directory, trackable, positions = self.found(trackable_id)
        now_ms, wanted = clock.now_ms(), self.projection(directory.places)
        best = believed(trackable, positions, now_ms, wanted.source)
        regions = regions_of(self.account) if best else []
        inside = [r for r in regions if best and r.holds(best[0], now_ms, by_place_only=by_place)]
        return json([fence_object(region, wanted) for region in inside])


class Motions(HubView):
    """All motions."""

    rights: ClassVar[dict[str, str]] = WHERE

    def get(self, request: Request) -> HttpResponse:
        """Of everybody with a position."""
        directory, positions = self.directory(), positions_of(self.company)
        note_reading(self.account, self.company, "全部实时位置")
        return motion(request, motions(directory, positions, self.projection(directory.places)))


def motions(
    directory: Directory, positions: dict[Any, Seen], wanted: Projection
) -> list[dict[str, Any]]:
    """The motion of every trackable that has a position."""
    now_ms, source = clock.now_ms(), str(directory.places.site.pk)
    every = ((t, believed(t, positions, now_ms, source)) for t in directory.trackables.values())
    return [motion_object(trackable, *best, wanted) for trackable, best in every if best]


def motion(request: Request, found: Any) -> HttpResponse:
    """Motions as asked for; as GeoJSON their geometry is the position."""
    if not flag(request, "geojson"):
        return json(found)
    rows = found if isinstance(found, list) else [found]
    placed = [row | {"position": row["location"]["position"]} for row in rows]
    return shown(request, placed if isinstance(found, list) else placed[0], "position")
