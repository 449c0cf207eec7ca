"""Fences over REST: GeoJSON in degrees, plant metres inside."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.api import fence_rows as rows
from anhuan.domains.positioning.api.devices import parsed
from anhuan.domains.positioning.api.params import account_of
from anhuan.domains.positioning.api.rows import ReasonBody
from anhuan.domains.positioning.forms.filters import FENCE_FILTERS, FENCE_SEARCH
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.queries.versions import versions_of
from anhuan.domains.positioning.rules.fences import TEMPLATES

RIGHTS = {
    "GET": "fences.view", "POST": "fences.edit", "PATCH": "fences.edit",
}  # fmt: skip


def context_of(request: Request) -> dict[str, Any]:
    """What the rows need: who asks, and the plant's place on the earth."""
    company = company_of(account_of(request))
    return {"request": request, "frame": queries.frame_of(company)}


class FenceList(ListApi):
    """What the lists of fences and of drafts share: `visible` reads them, `save` makes one."""

    rights: ClassVar[dict[str, str]] = RIGHTS
    serializer_class = rows.FenceRow
    filters = FENCE_FILTERS
    search = FENCE_SEARCH
    visible: ClassVar[Callable[..., QuerySet[Fence]]]
    save: ClassVar[Callable[..., Fence]]

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return type(self).visible(account_of(self.request)).prefetch_related(*queries.ALLOWED)

    def get_serializer_context(self) -> dict[str, Any]:
        """With the plant's place on the earth."""
        return {**super().get_serializer_context(), **context_of(self.request)}

    def post(self, request: Request) -> Response:
        """Draw one: a fence is in force at once, a draft is not."""
        account, context = account_of(request), context_of(request)
        values = parsed(rows.FenceRow, request, frame=context["frame"])
        fence = type(self).save(account, company_of(account), **values)
        return Response(rows.FenceRow(fence, context=context).data, status=201)


class OneFence(ApiView):
    """What a fence and a draft share: `find` reads one, `save` changes it."""

    rights: ClassVar[dict[str, str]] = RIGHTS
    find: ClassVar[Callable[..., Fence]]
    save: ClassVar[Callable[..., Fence]]

    @extend_schema(responses=rows.FenceRow)
    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        fence = type(self).find(account_of(request), pk)
        return Response(rows.FenceRow(fence, context=context_of(request)).data)

    @extend_schema(request=rows.FenceRow, responses=rows.FenceRow)
    def patch(self, request: Request, pk: UUID) -> Response:
        """Change it: a fence into its next version; with a draft nothing in force changes."""
        account, context = account_of(request), context_of(request)
        fence = type(self).find(account, pk)
        values = parsed(rows.FenceRow, request, partial=True, frame=context["frame"])
        saved = type(self).save(account, fence.company, fence, **values)
        return Response(rows.FenceRow(saved, context=context).data)


class FencesApi(FenceList):
    """All fences in the lists."""

    visible = staticmethod(queries.visible_fences)
    save = staticmethod(actions.save_fence)


class FenceTemplatesApi(ApiView):
    """Fences a plant usually needs."""

    rights: ClassVar[dict[str, str]] = {"GET": "fences.view"}

    @extend_schema(responses=rows.TemplateRow(many=True))
    def get(self, request: Request) -> Response:
        """All of them."""
        return Response(
            [
                {"key": one.key, "name": one.name, "note": one.note, "area_kind": one.area_kind,
                 "fields": one.fields}
                for one in TEMPLATES
            ]
        )  # fmt: skip


class FenceApi(OneFence):
    """One fence."""

    find = staticmethod(queries.get_fence_for)
    save = staticmethod(actions.save_fence)


class FenceVersionsApi(ApiView):
    """What a fence was."""

    rights: ClassVar[dict[str, str]] = {"GET": "fences.view"}

    @extend_schema(responses=rows.VersionRow(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Every version, newest first."""
        fence = queries.get_fence_for(account_of(request), pk)
        return Response(rows.VersionRow(versions_of(fence), many=True).data)


class FenceEnableApi(ApiView):
    """Putting a fence in force."""

    rights: ClassVar[dict[str, str]] = {"POST": "fences.edit"}

    @extend_schema(request=None, responses=rows.FenceRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """From now on."""
        account = account_of(request)
        fence = actions.enable_fence(account, queries.get_fence_for(account, pk))
        return Response(rows.FenceRow(fence, context=context_of(request)).data)


class FenceDisableApi(ApiView):
    """Stopping a fence."""

    rights: ClassVar[dict[str, str]] = {"POST": "fences.edit"}

    @extend_schema(request=ReasonBody, responses=rows.FenceRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """With a reason."""
        account = account_of(request)
        reason = parsed(ReasonBody, request)["reason"]
        fence = actions.disable_fence(account, queries.get_fence_for(account, pk), reason)
        return Response(rows.FenceRow(fence, context=context_of(request)).data)


class FenceRetireApi(ApiView):
    """Withdrawing a fence for good."""

    rights: ClassVar[dict[str, str]] = {"POST": "fences.edit"}

    @extend_schema(request=ReasonBody, responses=rows.FenceRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """With a reason; it has to be stopped before."""
        account = account_of(request)
        reason = parsed(ReasonBody, request)["reason"]
        fence = actions.retire_fence(account, queries.get_fence_for(account, pk), reason)
        return Response(rows.FenceRow(fence, context=context_of(request)).data)
