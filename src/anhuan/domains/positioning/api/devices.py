"""Tags, anchors, vehicles and who holds what."""

from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.api import rows
from anhuan.domains.positioning.api.params import account_of
from anhuan.domains.positioning.forms.filters import (
    ANCHOR_FILTERS,
    ANCHOR_SEARCH,
    ASSIGNMENT_FILTERS,
    ASSIGNMENT_SEARCH,
    TAG_FILTERS,
    TAG_SEARCH,
    VEHICLE_FILTERS,
    VEHICLE_SEARCH,
)
from anhuan.domains.positioning.queries import devices as queries

READ_WRITE = {"GET": "devices.view", "POST": "devices.edit", "PATCH": "devices.edit"}
M = TypeVar("M", bound=Model)


def parsed(
    serializer: type[BaseSerializer[Any]],
    request: Request,
    *,
    partial: bool = False,
    **context: Any,
) -> dict[str, Any]:
    """The body's checked values; 422 with every reason otherwise."""
    body = serializer(data=request.data, partial=partial, context={"request": request, **context})
    body.is_valid(raise_exception=True)
    values: dict[str, Any] = body.validated_data
    return values


class TagsApi(ListApi):
    """All tags."""

    rights: ClassVar[dict[str, str]] = READ_WRITE
    serializer_class = rows.TagRow
    filters = TAG_FILTERS
    search = TAG_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Within the asker's scope."""
        return queries.visible_tags(account_of(self.request))

    def post(self, request: Request) -> Response:
        """Register a tag."""
        account = account_of(request)
        tag = actions.register_tag(account, company_of(account), **parsed(rows.TagRow, request))
        return Response(_tag(request, tag.pk), status=201)


class TagApi(ApiView):
    """One tag."""

    rights: ClassVar[dict[str, str]] = READ_WRITE

    @extend_schema(responses=rows.TagRow)
    def get(self, request: Request, pk: UUID) -> Response:
        """With holder and last position."""
        return Response(_tag(request, pk))

    @extend_schema(request=rows.TagRow, responses=rows.TagRow)
    def patch(self, request: Request, pk: UUID) -> Response:
        """Change the ledger row."""
        account = account_of(request)
        tag = queries.get_tag_for(account, pk)
        actions.edit_tag(account, tag, **parsed(rows.TagRow, request, partial=True))
        return Response(_tag(request, pk))


class TagBindApi(ApiView):
    """Giving a tag out."""

    rights: ClassVar[dict[str, str]] = {"POST": "devices.edit"}

    @extend_schema(request=rows.BindBody, responses={201: rows.AssignmentRow})
    def post(self, request: Request, pk: UUID) -> Response:
        """To a person or a vehicle."""
        account = account_of(request)
        tag = queries.get_tag_for(account, pk)
        (holder,) = parsed(rows.BindBody, request).values()
        assignment = actions.bind_tag(account, tag, holder)
        return Response(rows.AssignmentRow(assignment).data, status=201)


class TagUnbindApi(ApiView):
    """Taking a tag back."""

    rights: ClassVar[dict[str, str]] = {"POST": "devices.edit"}

    @extend_schema(request=rows.ReasonBody, responses=rows.AssignmentRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """From whoever holds it."""
        account = account_of(request)
        tag = queries.get_tag_for(account, pk)
        reason = parsed(rows.ReasonBody, request)["reason"]
        return Response(rows.AssignmentRow(actions.unbind_tag(account, tag, reason=reason)).data)


class TagTestApi(ApiView):
    """Testing a tag's alarm."""

    rights: ClassVar[dict[str, str]] = {"POST": "devices.edit"}

    @extend_schema(request=None, responses=rows.TagRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """Let it ring for half a minute; `answered_at` tells later whether it was heard."""
        account = account_of(request)
        actions.try_tag(account, queries.get_tag_for(account, pk))
        return Response(_tag(request, pk))


class TagRetireApi(ApiView):
    """Taking a tag out of use."""

    rights: ClassVar[dict[str, str]] = {"POST": "devices.edit"}

    @extend_schema(request=rows.ReasonBody, responses=rows.TagRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """It must have been returned."""
        account = account_of(request)
        reason = parsed(rows.ReasonBody, request)["reason"]
        actions.retire_tag(account, queries.get_tag_for(account, pk), reason)
        return Response(_tag(request, pk))


def _tag(request: Request, pk: UUID) -> dict[str, Any]:
    return rows.TagRow(queries.get_tag_for(account_of(request), pk)).data


class AnchorsApi(ListApi):
    """All anchors."""

    rights: ClassVar[dict[str, str]] = READ_WRITE
    serializer_class = rows.AnchorRow
    filters = ANCHOR_FILTERS
    search = ANCHOR_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return queries.visible_anchors(account_of(self.request))

    def post(self, request: Request) -> Response:
        """Register an anchor."""
        account = account_of(request)
        values = parsed(rows.AnchorRow, request)
        anchor = actions.register_anchor(account, company_of(account), **values)
        return Response(_anchor(request, anchor.pk), status=201)


class AnchorApi(ApiView):
    """One anchor."""

    rights: ClassVar[dict[str, str]] = READ_WRITE

    @extend_schema(responses=rows.AnchorRow)
    def get(self, request: Request, pk: UUID) -> Response:
        """With its state."""
        return Response(_anchor(request, pk))

    @extend_schema(request=rows.AnchorRow, responses=rows.AnchorRow)
    def patch(self, request: Request, pk: UUID) -> Response:
        """Move it or change its ledger row."""
        account = account_of(request)
        anchor = queries.get_anchor_for(account, pk)
        actions.edit_anchor(account, anchor, **parsed(rows.AnchorRow, request, partial=True))
        return Response(_anchor(request, pk))


def _anchor(request: Request, pk: UUID) -> dict[str, Any]:
    return rows.AnchorRow(
        queries.get_anchor_for(account_of(request), pk), context={"request": request}
    ).data


class VehiclesApi(ListApi):
    """All vehicles."""

    rights: ClassVar[dict[str, str]] = READ_WRITE
    serializer_class = rows.VehicleRow
    filters = VEHICLE_FILTERS
    search = VEHICLE_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Within the asker's scope."""
        return queries.visible_vehicles(account_of(self.request))

    def post(self, request: Request) -> Response:
        """Register a vehicle."""
        account = account_of(request)
        values = parsed(rows.VehicleRow, request)
        vehicle = actions.register_vehicle(account, company_of(account), **values)
        return Response(rows.VehicleRow(vehicle).data, status=201)


class VehicleApi(ApiView):
    """One vehicle."""

    rights: ClassVar[dict[str, str]] = READ_WRITE

    @extend_schema(responses=rows.VehicleRow)
    def get(self, request: Request, pk: UUID) -> Response:
        """As stored."""
        return Response(rows.VehicleRow(queries.get_vehicle_for(account_of(request), pk)).data)

    @extend_schema(request=rows.VehicleRow, responses=rows.VehicleRow)
    def patch(self, request: Request, pk: UUID) -> Response:
        """Change it."""
        account = account_of(request)
        vehicle = queries.get_vehicle_for(account, pk)
        values = parsed(rows.VehicleRow, request, partial=True)
        return Response(rows.VehicleRow(actions.edit_vehicle(account, vehicle, **values)).data)


class AssignmentsApi(ListApi):
    """Who held which tag when."""

    rights: ClassVar[dict[str, str]] = {"GET": "devices.view"}
    serializer_class = rows.AssignmentRow
    filters = ASSIGNMENT_FILTERS
    search = ASSIGNMENT_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Within the asker's scope."""
        return queries.visible_assignments(account_of(self.request))
