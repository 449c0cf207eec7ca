"""Presence from visits and devices: dwell, attendance, coverage of places and of people."""

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from anhuan.desk.api import ApiView
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.api import answers, params
from anhuan.domains.positioning.api.live import FROM, TO
from anhuan.domains.positioning.api.where import named
from anhuan.domains.positioning.queries import attendance, cards, coverage, dwell
from anhuan.domains.positioning.queries.visits import KINDS
from anhuan.domains.positioning.rules.coverage import ENOUGH
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

AREA = OpenApiParameter("area", OpenApiTypes.UUID, description="区域")
DEPARTMENT = OpenApiParameter("department", OpenApiTypes.UUID, description="部门")


class DwellApi(ApiView):
    """Time spent by person and area."""

    rights: ClassVar[dict[str, str]] = {"GET": "tracks.view"}

    @extend_schema(
        operation_id="dwell",
        responses=answers.DwellAnswer,
        parameters=[FROM, TO, AREA, DEPARTMENT, OpenApiParameter("kind", str, enum=KINDS),
                    OpenApiParameter("subject", OpenApiTypes.UUID)],
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """Visits that touch [from, to), added up: how often, how long, first in, last out."""
        start, end = params.period(request)
        kind = request.query_params.get("kind", "")
        if kind not in ("", *KINDS):
            raise refuse("bad_kind", f"参数 kind 取 {'、'.join(KINDS)} 之一")
        found = dwell.dwell(
            params.account_of(request), start, end, kind=kind,
            area=params.optional_key(request, "area"),
            department=params.optional_key(request, "department"),
            subject=params.optional_key(request, "subject"),
        )  # fmt: skip
        return params.fast({"rows": [_dwell(one) for one in found]})


class AttendanceApi(ApiView):
    """Presence by shift."""

    rights: ClassVar[dict[str, str]] = {"GET": "tracks.view"}

    @extend_schema(
        operation_id="attendance",
        responses=answers.AttendanceAnswer,
        parameters=[FROM, TO, AREA, DEPARTMENT,
                    OpenApiParameter("absent", bool, description="1 = 也列出未到人员")],
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """First in, last out and time inside, by shift of the duty roster or by day."""
        start, end = params.period(request)
        rows, by_shift = attendance.attendance(
            params.account_of(request), start, end,
            area=params.optional_key(request, "area"),
            department=params.optional_key(request, "department"),
            with_absent=request.query_params.get("absent") in ("1", "true"),
        )  # fmt: skip
        return params.fast({"by_shift": by_shift, "rows": [_attended(one) for one in rows]})


class CoverageApi(ApiView):
    """Which places are heard by enough anchors."""

    rights: ClassVar[dict[str, str]] = {"GET": "devices.view"}

    @extend_schema(
        operation_id="coverage",
        responses=answers.CoverageAnswer,
        parameters=[OpenApiParameter("enough", int, description="至少几个基站，缺省 3")],
    )
    def get(self, request: Request) -> HttpResponse:
        """Every area, the worst first."""
        enough = params.whole(request, "enough", 1, 8, ENOUGH)
        found = coverage.coverage(company_of(params.account_of(request)), enough)
        return params.fast({"enough": enough, "rows": [_cover(one) for one in found]})


class CardsApi(ApiView):
    """Whether everybody carries a tag that works."""

    rights: ClassVar[dict[str, str]] = {"GET": "devices.view"}

    @extend_schema(operation_id="cards", responses=answers.CardsAnswer)
    def get(self, request: Request) -> HttpResponse:
        """Everybody who may be in the plant, those on site without a working tag first."""
        found = cards.cards(params.account_of(request), clock.now())
        return params.fast({"rows": [_card(one) for one in found]})


def _dwell(one: dwell.Dwell) -> dict[str, Any]:
    return named(one.subject) | {
        "area": one.area.pk, "area_name": one.area.name, "visits": one.visits,
        "seconds": one.stayed.total_seconds(), "first_in": one.first_in, "last_out": one.last_out,
    }  # fmt: skip


def _attended(one: attendance.Attended) -> dict[str, Any]:
    found = one.found
    return named(one.person) | {
        "shift": one.window.label, "shift_start": one.window.start, "shift_end": one.window.end,
        "first_in": found.first_in if found else None,
        "last_out": found.last_out if found else None,
        "seconds": found.inside.total_seconds() if found else 0.0,
        "state": one.state.value,
    }  # fmt: skip


def _cover(one: coverage.Cover) -> dict[str, Any]:
    floors = [
        {"floor": f.floor, "share": f.share, "share_online": f.share_online, "least": f.least}
        for f in one.floors
    ]
    return {
        "area": one.area.pk, "area_name": one.area.name, "needs_cover": one.needs_cover,
        "is_covered": one.is_covered, "floors": floors,
    }  # fmt: skip


def _card(one: cards.Card) -> dict[str, Any]:
    return named(one.person) | {
        "tag_number": one.held.tag.number if one.held else None, "state": one.state.value,
        "evidence": one.evidence,
    }  # fmt: skip
