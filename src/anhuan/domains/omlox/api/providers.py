"""Location providers over REST: tags, their locations in and out, their sensors."""

from typing import ClassVar

from django.http import Http404, HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from anhuan.domains.omlox.actions import providers as actions
from anhuan.domains.omlox.actions.noting import note_reading
from anhuan.domains.omlox.actions.reporting import report
from anhuan.domains.omlox.api.base import HubView, json, nothing, shown
from anhuan.domains.omlox.queries import directory as objects
from anhuan.domains.omlox.queries.fences import fence_object, regions_of
from anhuan.domains.omlox.queries.live import positions_of
from anhuan.domains.omlox.queries.locations import location_object, locations
from anhuan.domains.omlox.rules.bodies import (
    Reported,
    read_location,
    read_many,
    read_provider,
    read_proximity,
)
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

RECORD_STAYS = "位置记录依法保存，不能删除"
SEE_EDIT = {"GET": "devices.view", "PUT": "devices.edit", "DELETE": "devices.edit"}
WHERE = {"GET": "positions.view", "PUT": "positions.push", "DELETE": "positions.push"}


class ProvidersSummary(HubView):
    """All providers."""

    rights: ClassVar[dict[str, str]] = {"GET": "devices.view"}

    def get(self, request: Request) -> HttpResponse:
        """Whole objects."""
        return json([objects.provider_object(one) for one in self.directory().providers.values()])


class Providers(HubView):
    """Ids of providers, and new ones."""

    rights: ClassVar[dict[str, str]] = {
        "GET": "devices.view", "POST": "devices.edit", "DELETE": "devices.edit",
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """Numbers of tags."""
        return json([one.tag.number for one in self.directory().providers.values()])

    def post(self, request: Request) -> HttpResponse:
        """Register a tag."""
        values = read_provider(request.data)
        tag = actions.create_provider(self.account, self.company, values)
        return json(objects.provider_object(self.directory().provider(tag.number)), 201)

    def delete(self, request: Request) -> HttpResponse:
        """Never."""
        raise PermissionDenied("不能一次删除全部定位源，请逐个删除")


class OneProvider(HubView):
    """One provider."""

    rights: ClassVar[dict[str, str]] = SEE_EDIT

    def get(self, request: Request, provider_id: str) -> HttpResponse:
        """As it is."""
        return json(objects.provider_object(self.directory().provider(provider_id)))

    def put(self, request: Request, provider_id: str) -> HttpResponse:
        """Type, attributes, properties."""
        provider = self.directory().provider(provider_id)
        actions.change_provider(self.account, provider, read_provider(request.data))
        return nothing()

    def delete(self, request: Request, provider_id: str) -> HttpResponse:
        """Out of use; not while somebody carries it."""
        provider = self.directory().provider(provider_id)
        if provider.holder is not None:
            raise PermissionDenied("标签还在人员或车辆手中，请先收回")
        actions.retire_provider(self.account, provider)
        return nothing()


class ProviderTrackables(HubView):
    """Who carries one provider."""

    rights: ClassVar[dict[str, str]] = {"GET": "devices.view"}

    def get(self, request: Request, provider_id: str) -> HttpResponse:
        """None or one."""
        directory = self.directory()
        carrier = directory.carrier_of(directory.provider(provider_id).tag.pk)
        return json([objects.trackable_object(carrier)] if carrier else [])


class ProviderFences(HubView):
    """The fences one provider is in."""

    rights: ClassVar[dict[str, str]] = {"GET": "positions.view"}

    def get(self, request: Request, provider_id: str) -> HttpResponse:
        """By its last position."""
        directory = self.directory()
        seen = positions_of(self.company).get(directory.provider(provider_id).tag.pk)
        by_place = request.query_params.get("spatial_query", "").lower() == "true"
        now_ms, wanted = clock.now_ms(), self.projection(directory.places)
        regions = regions_of(self.account) if seen else []
        inside = [r for r in regions if seen and r.holds(seen, now_ms, by_place_only=by_place)]
        return json([fence_object(region, wanted) for region in inside])


class ProviderLocation(HubView):
    """The location of one provider."""

    rights: ClassVar[dict[str, str]] = WHERE

    def get(self, request: Request, provider_id: str) -> HttpResponse:
        """The last known one."""
        directory = self.directory()
        provider = directory.provider(provider_id)
        seen = positions_of(self.company).get(provider.tag.pk)
        if seen is None:
            raise Http404("还没有位置")
        note_reading(self.account, self.company, "单个对象的实时位置")
        wanted = self.projection(directory.places)
        return shown(request, location_object(seen, provider, wanted), "position")

    def put(self, request: Request, provider_id: str) -> HttpResponse:
        """A new one, for the engine."""
        directory = self.directory()
        directory.provider(provider_id)
        report(self.company.code, [of(provider_id, read_location(request.data))], directory)
        return nothing()

    def delete(self, request: Request, provider_id: str) -> HttpResponse:
        """Never: positions are a record."""
        self.directory().provider(provider_id)
        raise PermissionDenied(RECORD_STAYS)


class ProviderProximity(HubView):
    """Near which reader one provider is."""

    rights: ClassVar[dict[str, str]] = {"PUT": "positions.push"}

    def put(self, request: Request, provider_id: str) -> HttpResponse:
        """Located at the reader's place."""
        directory = self.directory()
        directory.provider(provider_id)
        report(self.company.code, [of(provider_id, read_proximity(request.data))], directory)
        return nothing()


class ProviderSensors(HubView):
    """What the sensors of one provider say."""

    rights: ClassVar[dict[str, str]] = {"GET": "devices.view", "PUT": "devices.edit"}

    def get(self, request: Request, provider_id: str) -> HttpResponse:
        """As it was put; an empty object before."""
        extra = self.directory().provider(provider_id).extra
        said = extra.attributes.get("sensors") if extra else None
        return json({} if said is None else said)

    def put(self, request: Request, provider_id: str) -> HttpResponse:
        """Any JSON value."""
        provider = self.directory().provider(provider_id)
        if request.data is None:
            raise refuse("bad_body", "请求体不能是 null")
        actions.keep_sensors(self.account, provider, request.data)
        return nothing()


class Locations(HubView):
    """The locations of all providers."""

    rights: ClassVar[dict[str, str]] = WHERE

    def get(self, request: Request) -> HttpResponse:
        """Last known ones."""
        directory, positions = self.directory(), positions_of(self.company)
        note_reading(self.account, self.company, "全部实时位置")
        wanted = self.projection(directory.places)
        return shown(request, locations(directory, positions.values(), wanted), "position")

    def put(self, request: Request) -> HttpResponse:
        """Many at once; all or none are taken."""
        report(self.company.code, read_many(request.data, read_location), self.directory())
        return nothing()

    def delete(self, request: Request) -> HttpResponse:
        """Never."""
        raise PermissionDenied(RECORD_STAYS)


class Proximities(HubView):
    """Nearness of many providers."""

    rights: ClassVar[dict[str, str]] = {"PUT": "positions.push"}

    def put(self, request: Request) -> HttpResponse:
        """Many at once; all or none are taken."""
        report(self.company.code, read_many(request.data, read_proximity), self.directory())
        return nothing()


def of(provider_id: str, reported: Reported) -> Reported:
    """Refuses a body that speaks of another provider than the address."""
    if reported.provider_id != provider_id:
        raise refuse("provider_id_differs", "请求体的 provider_id 与地址中的定位源不一致")
    return reported
