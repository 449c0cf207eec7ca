"""The plant as a place over REST: the map, areas, structures, hazard sources."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant import actions, queries
from anhuan.domains.plant.forms.plant import AREA_FILTERS, SOURCE_FILTERS, STRUCTURE_FILTERS
from anhuan.domains.plant.models import Area, MajorHazardSource, Structure


class AreaSerializer(serializers.ModelSerializer[Area]):
    """An area; `geometry` in plant metres (`/api/v1/map` has degrees)."""

    class Meta:
        model = Area
        fields = (
            "id", "code", "name", "kind", "risk", "geometry", "floors", "department",
            "max_people", "min_people", "judges_gatherings", "is_explosive", "ex_zone",
            "updated_at",
        )  # fmt: skip
        validators: ClassVar[list[Any]] = []


class StructureSerializer(serializers.ModelSerializer[Structure]):
    """A structure; `geometry` in plant metres."""

    class Meta:
        model = Structure
        fields = (
            "id", "code", "name", "kind", "area", "geometry", "floors", "height_m", "medium",
            "capacity",
        )  # fmt: skip


class HazardSourceSerializer(serializers.ModelSerializer[MajorHazardSource]):
    """A major hazard source."""

    class Meta:
        model = MajorHazardSource
        fields = (
            "id", "code", "name", "level", "area", "r_value", "primary", "technical",
            "operational",
        )  # fmt: skip


class MapApi(ApiView):
    """Everything the map draws, as GeoJSON in longitude and latitude (CGCS2000)."""

    rights: ClassVar[dict[str, str]] = {"GET": "plant.view"}

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Site, areas, structures and the layers of the slices above."""
        return Response(queries.map_of(caller(request).company))


class AreasApi(ListApi):
    """Areas: list and create."""

    rights: ClassVar[dict[str, str]] = {"GET": "plant.view", "POST": "plant.edit"}
    serializer_class = AreaSerializer
    filters = AREA_FILTERS
    search = ("code", "name")

    def get_queryset(self) -> QuerySet[Area]:
        """The company's."""
        return queries.visible_areas(caller(self.request))

    @extend_schema(responses={201: AreaSerializer})
    def post(self, request: Request) -> Response:
        """A new area."""
        company = company_of(caller(request))
        data = _checked(AreaSerializer(data=request.data), company.pk)
        made = actions.save_area(caller(request), Area(company=company), data)
        return Response(AreaSerializer(made).data, status=201)


class AreaApi(ApiView):
    """One area: read and change."""

    rights: ClassVar[dict[str, str]] = {"GET": "plant.view", "PATCH": "plant.edit"}
    serializer_class = AreaSerializer

    def get(self, request: Request, pk: UUID) -> Response:
        """The area."""
        return Response(AreaSerializer(queries.get_area_for(caller(request), pk)).data)

    def patch(self, request: Request, pk: UUID) -> Response:
        """Change some of it."""
        found = queries.get_area_for(caller(request), pk)
        data = _checked(AreaSerializer(found, data=request.data, partial=True), found.company_id)
        return Response(AreaSerializer(actions.save_area(caller(request), found, data)).data)


class StructuresApi(ListApi):
    """Structures."""

    rights: ClassVar[dict[str, str]] = {"GET": "plant.view"}
    serializer_class = StructureSerializer
    filters = STRUCTURE_FILTERS
    search = ("code", "name", "medium")

    def get_queryset(self) -> QuerySet[Structure]:
        """The company's."""
        return queries.visible_structures(caller(self.request))


class HazardSourcesApi(ListApi):
    """Major hazard sources."""

    rights: ClassVar[dict[str, str]] = {"GET": "plant.view"}
    serializer_class = HazardSourceSerializer
    filters = SOURCE_FILTERS
    search = ("code", "name")

    def get_queryset(self) -> QuerySet[MajorHazardSource]:
        """The company's."""
        return queries.visible_hazard_sources(caller(self.request))


def caller(request: Request) -> Account:
    """The account behind the call."""
    return cast(Account, request.user)


def _checked(serializer: Any, company_id: UUID) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    data: dict[str, Any] = serializer.validated_data
    department = data.get("department")
    if department is not None and department.company_id != company_id:
        raise serializers.ValidationError({"department": "部门不存在"})
    return data
