"""Visits and counts of areas."""

from collections import Counter
from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.positioning.api import params, rows, shapes
from anhuan.domains.positioning.api.live import FROM, TO
from anhuan.domains.positioning.forms.filters import VISIT_FILTERS, VISIT_SEARCH
from anhuan.domains.positioning.queries import visits


class VisitsApi(ListApi):
    """Who was in which area from when until when."""

    rights: ClassVar[dict[str, str]] = {"GET": "tracks.view"}
    serializer_class = rows.VisitRow
    filters = VISIT_FILTERS
    search = VISIT_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Within the asker's scope."""
        return visits.visits(params.account_of(self.request))


class CountsApi(ApiView):
    """Static and dynamic counts by area and kind (POS-043, POS-044)."""

    rights: ClassVar[dict[str, str]] = {"GET": "positions.view"}

    @extend_schema(
        operation_id="counts",
        responses=shapes.CountsAnswer,
        parameters=[
            FROM, TO, OpenApiParameter("at", OpenApiTypes.DATETIME, description="时刻，缺省为 to")
        ],
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """Inside at `at` (default `to`); entries, exits and heads seen in [from, to)."""
        start, end = params.period(request, timedelta(days=366))
        at = params.moment(request, "at") if "at" in request.query_params else end
        found = visits.area_counts(params.account_of(request), start, end, at)
        return params.fast({"at": at, "rows": [_row(one) for one in found]})


def _row(one: visits.AreaCount) -> dict[str, Any]:
    return {
        "area": one.area.pk,
        "area_name": one.area.name,
        "inside": _kinds(one.inside),
        "entries": _kinds(one.entries),
        "exits": _kinds(one.exits),
        "passed": _kinds(one.passed),
    }


def _kinds(counted: Counter[str]) -> dict[str, int]:
    return {kind: counted[kind] for kind in visits.KINDS}
