"""Job areas over REST; geometry is GeoJSON in degrees."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.org.models import Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.api.devices import parsed
from anhuan.domains.positioning.api.params import account_of
from anhuan.domains.positioning.api.rows import Mine, ReasonBody
from anhuan.domains.positioning.models import JobArea
from anhuan.domains.positioning.queries import fences
from anhuan.domains.positioning.queries import job_areas as queries

FENCES = {"GET": "fences.view", "POST": "fences.edit", "PATCH": "fences.edit"}


class JobAreaRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A job area with its crew."""

    guardians = Mine(queryset=Person.objects.all(), many=True)
    workers = Mine(queryset=Person.objects.all(), many=True)
    admitted = Mine(queryset=Person.objects.all(), many=True, required=False)
    geometry = s.JSONField()

    class Meta:
        model = JobArea
        fields = (
            "id", "name", "kind", "geometry", "radius_m", "space", "floors", "guardians", "workers",
            "admitted", "max_people", "valid_from", "valid_until", "source_type", "source_id",
            "version", "closed_at", "closed_reason",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = ("version", "closed_at", "closed_reason")

    def to_representation(self, area: JobArea) -> dict[str, Any]:
        """Out: degrees."""
        row: dict[str, Any] = super().to_representation(area)
        row["geometry"] = fences.as_lonlat(area.geometry, self.context["frame"])
        row["space"] = area.space and fences.as_lonlat(area.space, self.context["frame"])
        return row

    def validate_space(self, value: Any) -> Any:
        """In: plant metres; nothing where the work is not in a confined space."""
        return value and fences.metres_or_as_is(value, self.context["frame"])

    def validate_geometry(self, value: Any) -> Any:
        """In: plant metres; nonsense is left for the rules to name."""
        return fences.metres_or_as_is(value, self.context["frame"])


def _context(request: Request) -> dict[str, Any]:
    company = company_of(account_of(request))
    return {"request": request, "frame": fences.frame_of(company)}


class JobAreasApi(ListApi):
    """All job areas."""

    rights: ClassVar[dict[str, str]] = FENCES
    serializer_class = JobAreaRow

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return queries.visible_job_areas(account_of(self.request))

    def get_serializer_context(self) -> dict[str, Any]:
        """With the plant's place on the earth."""
        return {**super().get_serializer_context(), **_context(self.request)}

    def post(self, request: Request) -> Response:
        """Draw one."""
        account, context = account_of(request), _context(request)
        values = parsed(JobAreaRow, request, frame=context["frame"])
        source = (values.pop("source_type", ""), values.pop("source_id", ""))
        area = actions.open_job_area(account, company_of(account), source=source, **values)
        return Response(JobAreaRow(area, context=context).data, status=201)


class JobAreaApi(ApiView):
    """One job area."""

    rights: ClassVar[dict[str, str]] = FENCES

    @extend_schema(responses=JobAreaRow)
    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        area = queries.get_job_area_for(account_of(request), pk)
        return Response(JobAreaRow(area, context=_context(request)).data)

    @extend_schema(request=JobAreaRow, responses=JobAreaRow)
    def patch(self, request: Request, pk: UUID) -> Response:
        """Another place, time or crew."""
        account, context = account_of(request), _context(request)
        area = queries.get_job_area_for(account, pk)
        values = parsed(JobAreaRow, request, partial=True, frame=context["frame"])
        changed = actions.change_job_area(account, area, **values)
        return Response(JobAreaRow(changed, context=context).data)


class JobAreaCloseApi(ApiView):
    """Ending a job area."""

    rights: ClassVar[dict[str, str]] = {"POST": "fences.edit"}

    @extend_schema(request=ReasonBody, responses=JobAreaRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """With a reason."""
        account = account_of(request)
        area = queries.get_job_area_for(account, pk)
        closed = actions.close_job_area(account, area, parsed(ReasonBody, request)["reason"])
        return Response(JobAreaRow(closed, context=_context(request)).data)
