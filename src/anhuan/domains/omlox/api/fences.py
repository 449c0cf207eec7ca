"""Fences over REST, and who is in them."""

from typing import ClassVar

from django.http import HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from anhuan.domains.omlox.actions import fences as actions
from anhuan.domains.omlox.actions.noting import note_reading
from anhuan.domains.omlox.api.base import HubView, flag, json, key, nothing, shown
from anhuan.domains.omlox.api.trackables import motion, motions
from anhuan.domains.omlox.queries import directory as objects
from anhuan.domains.omlox.queries.directory import Directory
from anhuan.domains.omlox.queries.fences import fence_object, region_for, regions_of
from anhuan.domains.omlox.queries.live import Seen, positions_of
from anhuan.domains.omlox.queries.locations import Projection, locations
from anhuan.domains.omlox.rules.bodies import read_fence
from anhuan.domains.omlox.rules.places import DEGREES
from anhuan.kernel import clock


class FencesSummary(HubView):
    """All fences."""

    rights: ClassVar[dict[str, str]] = {"GET": "fences.view"}

    def get(self, request: Request) -> HttpResponse:
        """Whole objects."""
        wanted = self.projection(self.places)
        found = [fence_object(region, wanted) for region in regions_of(self.account)]
        return shown(request, found, "region")


class Fences(HubView):
    """Ids of fences, and new ones."""

    rights: ClassVar[dict[str, str]] = {
        "GET": "fences.view", "POST": "fences.edit", "DELETE": "fences.edit",
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """Ids."""
        return json([str(region.fence.pk) for region in regions_of(self.account)])

    def post(self, request: Request) -> HttpResponse:
        """A fence that rings nothing until the plant enables it."""
        flag(request, "subdivide")  # taken and of no effect: in plant metres lines are straight
        fence = actions.create_fence(self.account, self.company, read_fence(request.data))
        region = region_for(self.account, fence.pk)
        return json(fence_object(region, Projection(self.places, DEGREES)), 201)

    def delete(self, request: Request) -> HttpResponse:
        """Never: they guard people."""
        raise PermissionDenied("不能一次删除全部围栏，请逐个删除")


class OneFence(HubView):
    """One fence."""

    rights: ClassVar[dict[str, str]] = {
        "GET": "fences.view", "PUT": "fences.edit", "DELETE": "fences.edit",
    }  # fmt: skip

    def get(self, request: Request, fence_id: str) -> HttpResponse:
        """As it is."""
        region = region_for(self.account, key(fence_id))
        return shown(request, fence_object(region, self.projection(self.places)), "region")

    def put(self, request: Request, fence_id: str) -> HttpResponse:
        """Its next version."""
        region = region_for(self.account, key(fence_id))
        flag(request, "subdivide")
        actions.change_fence(self.account, region, read_fence(request.data))
        return nothing()

    def delete(self, request: Request, fence_id: str) -> HttpResponse:
        """Withdrawn; not while it is in force."""
        region = region_for(self.account, key(fence_id))
        if region.fence.is_enabled:
            raise PermissionDenied("围栏还在生效，请先在围栏页停用")
        actions.retire_fence(self.account, region)
        return nothing()


class InsideView(HubView):
    """Endpoints about who is in one fence."""

    rights: ClassVar[dict[str, str]] = {"GET": "positions.view"}

    def inside(self, request: Request, fence_id: str) -> tuple[Directory, dict[object, Seen]]:
        """The asker's directory, and the positions inside by tag."""
        region = region_for(self.account, key(fence_id))
        by_place, now_ms = flag(request, "spatial_query"), clock.now_ms()
        directory, positions = self.directory(), positions_of(self.company)
        note_reading(self.account, self.company, "围栏内的实时位置")
        return directory, {
            tag: seen
            for tag, seen in positions.items()
            if tag in directory.providers and region.holds(seen, now_ms, by_place_only=by_place)
        }


class FenceLocations(InsideView):
    """Locations inside."""

    def get(self, request: Request, fence_id: str) -> HttpResponse:
        """Of providers."""
        directory, inside = self.inside(request, fence_id)
        wanted = self.projection(directory.places)
        return shown(request, locations(directory, inside.values(), wanted), "position")


class FenceMotions(InsideView):
    """Motions inside."""

    def get(self, request: Request, fence_id: str) -> HttpResponse:
        """Of trackables."""
        directory, inside = self.inside(request, fence_id)
        return motion(request, motions(directory, inside, self.projection(directory.places)))


class FenceProviders(InsideView):
    """Providers inside."""

    def get(self, request: Request, fence_id: str) -> HttpResponse:
        """Whole objects."""
        directory, inside = self.inside(request, fence_id)
        found = (one for tag, one in directory.providers.items() if tag in inside)
        return json([objects.provider_object(one) for one in found])


class FenceTrackables(InsideView):
    """Trackables inside."""

    def get(self, request: Request, fence_id: str) -> HttpResponse:
        """Whole objects."""
        directory, inside = self.inside(request, fence_id)
        carriers = (directory.carrier_of(tag) for tag in inside)  # type: ignore[arg-type]
        found = {one.holder.pk: one for one in carriers if one}
        return json([objects.trackable_object(one) for one in found.values()])
