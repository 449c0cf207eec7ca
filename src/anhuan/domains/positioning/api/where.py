"""Questions to everybody's tracks: the film, who was near, who passed, who met, where time went."""

from collections import Counter
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.api import answers, params
from anhuan.domains.positioning.api.live import FROM, TO
from anhuan.domains.positioning.forms.where import PassedRequest
from anhuan.domains.positioning.queries import contacts, drawn, film, heat, near
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.domains.positioning.queries.subjects import Subject, named_subjects
from anhuan.domains.positioning.queries.visits import KINDS
from anhuan.domains.positioning.rules.film import MOST_FRAMES
from anhuan.domains.positioning.rules.heat import CELLS_M
from anhuan.kernel.errors import refuse

PURPOSE = OpenApiParameter("purpose", str, description="查看目的，记入审计；部分角色必填")
FLOOR = OpenApiParameter("floor", int, description="楼层，缺省为全部")
WEEK = timedelta(days=7)


def _radius() -> OpenApiParameter:
    return OpenApiParameter("radius_m", float, required=True, description="半径，1–500 m")


class FilmApi(ApiView):
    """Everybody over a period, in frames."""

    rights: ClassVar[dict[str, str]] = {"GET": "tracks.view"}

    @extend_schema(
        operation_id="positions_film",
        responses=answers.FilmAnswer,
        parameters=[FROM, TO, OpenApiParameter("step_s", int, required=True), PURPOSE],
    )
    def get(self, request: Request) -> HttpResponse:
        """Where everybody was every `step_s` of [from, to): at most 240 frames at a time."""
        account, purpose = params.account_of(request), params.purpose(request)
        start, end = params.period(request)
        step_s = params.whole(request, "step_s", 1, 3600, 10)
        if (end - start).total_seconds() > MOST_FRAMES * step_s:
            text = f"一次最多 {MOST_FRAMES} 帧，请缩短时段或加大 step_s"
            raise refuse("too_many_frames", text)
        found = film.film(account, start, end, 1000 * step_s)
        actions.record_look_at_all(account, company_of(account), start, purpose)
        return params.fast({"t_ms": found.t_ms, "actors": found.actors, "tail": found.tail})


class HeatApi(ApiView):
    """Where time was spent; no names."""

    rights: ClassVar[dict[str, str]] = {"GET": "positions.view"}

    @extend_schema(
        operation_id="positions_heat",
        responses=answers.HeatAnswer,
        parameters=[
            FROM, TO, FLOOR, OpenApiParameter("kind", str, enum=KINDS),
            OpenApiParameter("cell_m", int, enum=CELLS_M, description="格边长，缺省 2 m"),
        ],
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """Person-seconds by square over [from, to)."""
        start, end = params.period(request)
        cell_m = params.whole(request, "cell_m", min(CELLS_M), max(CELLS_M), 2)
        kind = request.query_params.get("kind", "")
        if cell_m not in CELLS_M or kind not in ("", *KINDS):
            raise refuse("bad_heat", f"cell_m 取 {CELLS_M}，kind 取 {KINDS} 之一")
        floor = params.optional_floor(request)
        account = params.account_of(request)
        return params.fast(heat.heat(account, start, end, cell_m=cell_m, floor=floor, kind=kind))


class NearApi(ApiView):
    """Who was near a place, without a fence drawn beforehand."""

    rights: ClassVar[dict[str, str]] = {"GET": "tracks.view"}

    @extend_schema(
        operation_id="positions_near",
        responses=answers.NearAnswer,
        parameters=[
            OpenApiParameter("x_m", float, required=True),
            OpenApiParameter("y_m", float, required=True), _radius(), FLOOR, FROM, TO, PURPOSE,
        ],
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """Everybody within `radius_m` of (x_m, y_m) in [from, to)."""
        account, purpose = params.account_of(request), params.purpose(request)
        x_m, y_m = (params.number(request, n, -1e5, 1e5) for n in ("x_m", "y_m"))
        radius_m = params.number(request, "radius_m", 1, 500)
        start, end = params.period(request)
        floor = params.optional_floor(request)
        found = near.who_was_near(account, x_m, y_m, floor, radius_m, start, end)
        place = f"({x_m:.1f}, {y_m:.1f}) 周围 {radius_m:g} m"
        actions.record_look_at_place(account, company_of(account), start, end, place, purpose)
        who = named_subjects(scope_of(account, "tracks.view"), [one.subject for one in found])
        rows = [
            named(who[one.subject])
            | {"first": one.first, "last": one.last, "seconds": one.seconds,
               "closest_m": one.closest_m}
            for one in found if one.subject in who
        ]  # fmt: skip
        return params.fast({"rows": rows})


class ContactsApi(ApiView):
    """Who was near a person."""

    rights: ClassVar[dict[str, str]] = {"GET": "tracks.view"}

    @extend_schema(
        operation_id="positions_contacts",
        responses=answers.ContactsAnswer,
        parameters=[
            OpenApiParameter("subject", OpenApiTypes.UUID, required=True), FROM, TO, _radius(),
            OpenApiParameter("least_s", int, description="累计至少多少秒，缺省 60"), PURPOSE,
        ],
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """Everybody within `radius_m` of the subject for `least_s` or more of [from, to)."""
        account, purpose = params.account_of(request), params.purpose(request)
        subject: UUID = params.key(request, "subject")
        start, end = params.period(request, WEEK)
        radius_m = params.number(request, "radius_m", 0.5, 100)
        least_s = params.whole(request, "least_s", 1, 86_400, 60)
        own, found = contacts.contacts(account, subject, start, end, radius_m, least_s)
        actions.record_look(account, own, start, end, purpose)
        rows = [
            named(one.subject)
            | {"first": one.first, "last": one.last, "seconds": one.seconds,
               "longest_s": one.longest_s, "closest_m": one.closest_m}
            for one in found
        ]  # fmt: skip
        return params.fast({"rows": rows})


class PassedApi(ApiView):
    """In and out of any shape, drawn after the fact."""

    rights: ClassVar[dict[str, str]] = {"POST": "tracks.view"}

    @extend_schema(
        operation_id="positions_passed", request=PassedRequest, responses=answers.PassedAnswer
    )
    def post(self, request: Request) -> Response:
        """A question, sent as a body because a shape is too long for an address."""
        account = params.account_of(request)
        body = PassedRequest(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        purpose = actions.demand_purpose(account, asked["purpose"])
        start, end, floors = asked["from"], asked["to"], frozenset(asked["floors"])
        found = drawn.passed_through(
            account, asked["geometry"], asked["radius_m"], start, end, floors
        )
        actions.record_look_at_place(account, company_of(account), start, end, "图上范围", purpose)
        inside = Counter(kind_of(one.subject) for one in found if one.is_inside)
        return Response({
            "entries": sum(one.entries for one in found),
            "exits": sum(one.exits for one in found),
            "inside": {kind: inside[kind] for kind in KINDS},
            "rows": [_passed(one) for one in found],
        })  # fmt: skip


def _passed(one: drawn.Passed) -> dict[str, Any]:
    return named(one.subject) | {
        "entries": one.entries, "exits": one.exits, "seconds": round(one.seconds, 1),
        "first": one.first, "last": one.last, "is_inside": one.is_inside,
    }  # fmt: skip


def kind_of(subject: Subject) -> str:
    """How the map draws it."""
    return getattr(subject, "map_kind", "vehicle")


def named(subject: Subject) -> dict[str, Any]:
    """The columns that say who a row is about."""
    department = subject.department
    return {
        "subject": subject.pk, "name": str(subject), "kind": kind_of(subject),
        "department": department.name if department else None,
    }  # fmt: skip
