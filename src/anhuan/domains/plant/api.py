"""The plant as a place over REST."""

from typing import Any, ClassVar, cast

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.org.models import Account
from anhuan.domains.plant import queries


class MapApi(ApiView):
    """Everything the map draws, as GeoJSON in longitude and latitude (CGCS2000)."""

    rights: ClassVar[dict[str, str]] = {"GET": "plant.view"}

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Site, areas, structures and the layers of the slices above."""
        return Response(queries.map_of(cast(Account, request.user).company))
