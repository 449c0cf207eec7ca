"""Evacuations: who would be affected, order, live picture, report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.desk.lists import Filter
from anhuan.domains.emergency import actions, queries
from anhuan.domains.emergency.api import shapes
from anhuan.domains.emergency.api.answers import asking, fast
from anhuan.domains.emergency.forms.bodies import OrderBody, WhereBody, where_of
from anhuan.domains.emergency.forms.ordering import EVACUATION_FILTERS
from anhuan.domains.emergency.queries.affected import affected_by
from anhuan.domains.emergency.queries.places import ground_of
from anhuan.domains.emergency.queries.readings import Fix
from anhuan.domains.emergency.queries.report import report_of
from anhuan.domains.emergency.queries.roll import picture
from anhuan.domains.emergency.rules.blockers import order_blockers
from anhuan.domains.emergency.rules.person import is_silent
from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries import company_of
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any


class EvacuationsApi(ListApi):
    """All evacuations and drills; ordering one."""

    rights: ClassVar[dict[str, str]] = {"GET": "emergency.view", "POST": "emergency.order"}
    serializer_class = shapes.EvacuationRow
    filters: ClassVar[Sequence[Filter]] = EVACUATION_FILTERS
    search: ClassVar[Sequence[str]] = ("title",)

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return queries.visible_evacuations(asking(self.request))

    @extend_schema(request=OrderBody, responses=shapes.EvacuationRow)
    def post(self, request: Request) -> Response:
        """Tell everybody in the place to leave it. An alarm's id alone is enough."""
        account, body = asking(request), OrderBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        order = actions.Order(
            where_of(account, given), given["title"], given["text"], given["reason"],
            given["is_drill"], given["target_s"],
        )  # fmt: skip
        evacuation = actions.order_evacuation(account, company_of(account), order)
        return Response(shapes.EvacuationRow(evacuation).data, status=201)


class AffectedApi(ApiView):
    """Who is in a place now, before anything is ordered (AQL-073)."""

    rights: ClassVar[dict[str, str]] = {"POST": "emergency.order"}

    @extend_schema(request=WhereBody, responses=shapes.AffectedAnswer)
    def post(self, request: Request) -> HttpResponse:
        """Live, by floor and kind, with phones; those whose tag is silent there are among them."""
        account, body = asking(request), WhereBody(data=request.data)
        body.is_valid(raise_exception=True)
        where = where_of(account, body.validated_data)
        refuse_if_any(order_blockers(where.geometry, where.radius_m, "x", 60))
        assert where.geometry is not None  # refused above
        danger = ground_of(where.geometry, where.radius_m, where.floors)
        found = affected_by(company_of(account), danger, clock.now())
        kinds = Counter(person.map_kind for person, _ in found)
        rows = [affected_row(account, *one) for one in found]
        return fast({"total": len(rows), "kinds": dict(kinds), "people": rows})


def affected_row(account: Account, person: Person, fix: Fix) -> dict[str, Any]:
    """One of them."""
    limits = queries.settings_of(person.company).limits
    return {
        "id": person.pk, "name": person.name, "number": person.number, "kind": person.map_kind,
        "unit": str(person.employer or person.department or ""),
        "phone": person.phone if account.may("emergency.call") else "", "floor": fix.floor,
        "x_m": fix.x_m, "y_m": fix.y_m, "located_at": fix.at, "tag": fix.number,
        "silent": is_silent(fix.at, clock.now(), limits),
    }  # fmt: skip


class EvacuationApi(ApiView):
    """One evacuation as it stands."""

    rights: ClassVar[dict[str, str]] = {"GET": "emergency.view"}

    @extend_schema(responses=shapes.Picture)
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Numbers, areas, muster points and everybody, those left first."""
        account = asking(request)
        return fast(picture(account, queries.evacuation_for(account, pk), clock.now()))


class ReportApi(ApiView):
    """What came of an evacuation."""

    rights: ClassVar[dict[str, str]] = {"GET": "emergency.view"}

    @extend_schema(responses=shapes.ReportAnswer)
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Times, shares, course and everybody's arrival."""
        account = asking(request)
        found = report_of(account, queries.evacuation_for(account, pk), clock.now())
        body = {one.name: getattr(found, one.name) for one in fields(found)}
        course = [
            {"at": step.at, "verb": step.verb, "by": step.by_name, "text": step.text}
            for step in found.course
        ]
        return fast(body | {"course": course, "never": found.never, "within_pct": found.within_pct})
