"""Every endpoint of the slice."""

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.desk.endpoints import drawn, parsed
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.risk import actions, queries
from anhuan.domains.risk.api import rows
from anhuan.domains.risk.forms import filters as forms
from anhuan.domains.risk.queries.versions import Then
from anhuan.domains.risk.rules.direct_red import Facts
from anhuan.domains.risk.rules.major_hazards import Stock, shown
from anhuan.domains.risk.rules.methods import Method, scale_for
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

VIEW = {"GET": "risk.view"}


def _account(request: Request) -> Account:
    return request.user  # type: ignore[return-value]  # rights were checked before


class ObjectsApi(ListApi):
    """Risk objects with their levels."""

    rights: ClassVar[dict[str, str]] = VIEW
    serializer_class = rows.ObjectRow
    filters = forms.OBJECT_FILTERS
    search = forms.OBJECT_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Of the asker's company."""
        return queries.visible_objects(_account(self.request))


class UnitsApi(ListApi):
    """Risk units."""

    rights: ClassVar[dict[str, str]] = VIEW
    serializer_class = rows.UnitRow
    filters = forms.UNIT_FILTERS
    search = ("name",)

    def get_queryset(self) -> QuerySet[Any]:
        """Of the asker's company."""
        return queries.visible_units(_account(self.request))


class EventsApi(ListApi):
    """Risk events with level and control layer."""

    rights: ClassVar[dict[str, str]] = VIEW
    serializer_class = rows.EventRow
    filters = forms.EVENT_FILTERS
    search = ("name", "hazard")

    def get_queryset(self) -> QuerySet[Any]:
        """Of the asker's company."""
        return queries.visible_events(_account(self.request))


class MeasuresApi(ListApi):
    """Measures, narrowed as the register's page is."""

    rights: ClassVar[dict[str, str]] = VIEW
    serializer_class = rows.MeasureRow
    filters = forms.REGISTER_FILTERS
    search = forms.REGISTER_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Of the asker's company."""
        return queries.visible_measures(_account(self.request))


class AssessApi(ApiView):
    """Score an event; the level is computed."""

    rights: ClassVar[dict[str, str]] = {"POST": "risk.edit"}

    @extend_schema(request=rows.AssessBody, responses=rows.AssessmentRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """201 with the assessment."""
        event = queries.get_event_for(_account(request), pk)
        made = actions.assess(_account(request), event, _assessed(parsed(rows.AssessBody, request)))
        return drawn(rows.AssessmentRow, made, request, 201)


def _assessed(given: dict[str, Any]) -> actions.Assessed:
    method = Method(given["method"])
    ticked = ("breaks_law", "had_accident", "burns_or_poisons", "people_at_once")
    facts = Facts(**{name: given[name] for name in ticked})
    scores: dict[str, Decimal | None] = {
        key: value.normalize() for key, value in given["scores"].items()
    }
    scale = scale_for(method, given["scale"])
    return actions.Assessed(method, scale, scores, given["boxes"], facts, given["note"])


class RegisterApi(ApiView):
    """The register as a tree; `?on=2026-11-01`: as it was at the end of that plant day."""

    rights: ClassVar[dict[str, str]] = VIEW

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """{"at", "objects": [{"id", "kind", "content", "since", "below": […]}]}."""
        moment = _moment(request.query_params.get("on", ""))
        found = queries.register_at(company_of(_account(request)), moment)
        return Response({"at": moment.isoformat(), "objects": [_then(one) for one in found]})


def _then(one: Then) -> dict[str, Any]:
    return {
        "id": str(one.line), "kind": one.kind, "content": one.content,
        "since": one.since.isoformat(), "below": [_then(each) for each in one.below],
    }  # fmt: skip


def _moment(text: str) -> datetime:
    if not text:
        return clock.now()
    midnight = timezone.make_aware(datetime.combine(_day(text) + timedelta(days=1), time.min))
    return min(midnight - timedelta(microseconds=1), clock.now())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse("bad_day", "日期写作 2026-11-01") from None


class NearApi(ApiView):
    """Risks of an equipment, an area, or near a point of the plant."""

    rights: ClassVar[dict[str, str]] = VIEW

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """`?area=&structure=&x_m=&y_m=&radius_m=`, any of them; the gravest first."""
        given = request.query_params
        try:
            ids = {key: UUID(given[key]) for key in ("area", "structure") if given.get(key)}
            point = (float(given["x_m"]), float(given["y_m"])) if "x_m" in given else None
            radius = float(given.get("radius_m", 15))
        except (ValueError, KeyError):
            raise refuse("bad_place", "位置写作 area、structure 的编号，或 x_m 和 y_m") from None
        found = queries.risks_near(
            company_of(_account(request)), area=ids.get("area"), structure=ids.get("structure"),
            point=point, radius_m=radius,
        )  # fmt: skip
        return Response([asdict(one) for one in found[:100]])


class RowsApi(ApiView):
    """Rows of tables 1 to 3 as they stand, with what keeps them from being sent."""

    rights: ClassVar[dict[str, str]] = VIEW

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """[{"table", "row", "faults"}], those in use and, with `?deleted=1`, the retired."""
        company = company_of(_account(request))
        lines = queries.reported_lines(company, deleted=request.query_params.get("deleted") == "1")
        return Response([_row(one) for one in lines])


def _row(line: Any) -> dict[str, Any]:
    table, row = queries.report_row(line)
    return {"table": table, "row": row, "faults": queries.faults_of(line)}


class DutiesApi(ApiView):
    """What falls due for the responsible persons of major hazard sources."""

    rights: ClassVar[dict[str, str]] = VIEW

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """`?first=&last=`, at most a year; this month when left out."""
        company, today = company_of(_account(request)), timezone.localtime(clock.now()).date()
        first = _day(request.query_params.get("first") or today.replace(day=1).isoformat())
        last = _day(request.query_params.get("last") or today.isoformat())
        if not 0 <= (last - first).days <= 366:
            raise refuse("bad_span", "期间最长一年，且起不晚于止")
        return Response(_duties(company, first, last, today))


def _duties(company: Company, first: date, last: date, today: date) -> list[dict[str, Any]]:
    return [
        {
            "key": one.due.key, "source": one.due.source, "role": one.due.duty.role,
            "person": one.due.person, "duty": one.due.duty.key, "text": one.due.duty.text,
            "first": one.due.first, "last": one.due.last, "state": one.state,
        }
        for one in queries.performances(company, first, last, today)
    ]  # fmt: skip


class IdentificationsApi(ListApi):
    """Judgements by GB 18218."""

    rights: ClassVar[dict[str, str]] = VIEW
    serializer_class = rows.IdentificationRow
    search = ("name",)

    def get_queryset(self) -> QuerySet[Any]:
        """Of the asker's company."""
        return queries.visible_identifications(_account(self.request))


class JudgeApi(ApiView):
    """Compute S, R and the level of a unit without keeping it."""

    rights: ClassVar[dict[str, str]] = {"POST": "risk.view"}

    @extend_schema(request=rows.JudgeBody, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        """{"s", "r", "alpha", "level", "is_major", "words"}."""
        given = parsed(rows.JudgeBody, request)
        stocks = [
            Stock(one["name"], Fraction(one["quantity_t"]), tuple(one["categories"]))
            for one in given["stocks"]
        ]
        verdict = actions.judge(stocks, given["people_in_500m"])
        return Response({
            "s": shown(verdict.s), "r": shown(verdict.r), "alpha": shown(verdict.alpha),
            "level": verdict.level, "is_major": verdict.is_major, "words": verdict.words,
        })  # fmt: skip
