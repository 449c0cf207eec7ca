"""The plant as a place over REST: the map, areas, structures, hazard sources."""

from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.plant import actions, queries
from anhuan.domains.plant.api import rows
from anhuan.domains.plant.api.base import VIEW, Many, One, Retire, caller
from anhuan.domains.plant.forms.plant import AREA_FILTERS, SOURCE_FILTERS, STRUCTURE_FILTERS
from anhuan.domains.plant.models import Area, MajorHazardSource, Structure


def shaped(row: Any) -> Any:
    """What the schema says of a view's methods."""
    said = {
        "get": extend_schema(responses=row),
        "patch": extend_schema(request=row, responses=row),
        "post": extend_schema(request=row, responses={201: row}),
    }

    def dress(view: Any) -> Any:
        if issubclass(view, Retire):
            return extend_schema_view(post=extend_schema(request=None, responses=row))(view)
        return extend_schema_view(**{k: v for k, v in said.items() if hasattr(view, k)})(view)

    return dress


class MapApi(ApiView):
    """Everything the map draws, as GeoJSON in longitude and latitude (CGCS2000)."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Site, areas, structures and the layers of the slices above."""
        return Response(queries.map_of(caller(request).company))


@shaped(rows.AreaSerializer)
class AreasApi(Many):
    """Areas."""

    serializer_class = rows.AreaSerializer
    filters = AREA_FILTERS
    search = ("code", "name")
    model = Area
    visible = queries.visible_areas
    save = actions.save_area


@shaped(rows.AreaSerializer)
class AreaApi(One):
    """One area."""

    row = rows.AreaSerializer
    find = queries.get_area_for
    save = actions.save_area


@shaped(rows.AreaSerializer)
class AreaRetireApi(Retire):
    """An area nobody uses any more."""

    row = rows.AreaSerializer
    find = queries.get_area_for
    retire = actions.retire_area


@shaped(rows.StructureSerializer)
class StructuresApi(Many):
    """Buildings, units, tanks and roads."""

    serializer_class = rows.StructureSerializer
    filters = STRUCTURE_FILTERS
    search = ("code", "name", "medium")
    model = Structure
    visible = queries.visible_structures
    save = actions.save_structure


@shaped(rows.StructureSerializer)
class StructureApi(One):
    """One structure."""

    row = rows.StructureSerializer
    find = queries.get_structure_for
    save = actions.save_structure


@shaped(rows.StructureSerializer)
class StructureRetireApi(Retire):
    """A structure taken off the map."""

    row = rows.StructureSerializer
    find = queries.get_structure_for
    retire = actions.retire_structure


@shaped(rows.HazardSourceSerializer)
class HazardSourcesApi(Many):
    """Major hazard sources."""

    serializer_class = rows.HazardSourceSerializer
    filters = SOURCE_FILTERS
    search = ("code", "name")
    model = MajorHazardSource
    visible = queries.visible_hazard_sources
    save = actions.save_hazard_source


@shaped(rows.HazardSourceSerializer)
class HazardSourceApi(One):
    """One major hazard source."""

    row = rows.HazardSourceSerializer
    find = queries.get_hazard_source_for
    save = actions.save_hazard_source


@shaped(rows.HazardSourceSerializer)
class HazardSourceRetireApi(Retire):
    """A major hazard source that was cancelled (核销)."""

    row = rows.HazardSourceSerializer
    find = queries.get_hazard_source_for
    retire = actions.retire_hazard_source
