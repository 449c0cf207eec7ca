"""Around permits: the worklist, suggested lines, forms, gases, weather, delegated signing."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.api.asking import asking, mine
from anhuan.domains.permits.forms.around import DelegationBody, WeatherBody
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.weather import Sky
from anhuan.kernel import clock


class TasksApi(ApiView):
    """What waits for the asker (AQ 3064.2 5.12.3)."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view"}

    @extend_schema(responses=s.ListSerializer(child=s.DictField()))
    def get(self, request: Request) -> Response:
        """Each permit with the deed that brings it on, the soonest first."""
        found = queries.to_do(asking(request), clock.now())
        return Response(
            [{"deed": deed, "label": deed.label, "permit": queries.summary(one)}
             for one, deed in found]
        )  # fmt: skip


class SuggestionsApi(ApiView):
    """Lines for the job-hazard analysis of one permit."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view"}

    @extend_schema(responses=s.ListSerializer(child=s.DictField()))
    def get(self, request: Request, pk: UUID) -> Response:
        """The library's most particular first, then past permits'."""
        found = queries.suggestions(queries.permit_for(asking(request), pk))
        names = ("key", "step", "hazard", "consequence", "measure")
        return Response([{name: getattr(one, name) for name in names} for one in found])


class ReportRowApi(ApiView):
    """One permit as the park gets it."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view"}

    @extend_schema(responses=s.DictField())
    def get(self, request: Request, pk: UUID) -> Response:
        """The 33 fields of AQ 3064.2 A.1, and the A.3 rows of its alarms."""
        permit = queries.permit_for(asking(request), pk)
        alarms = [queries.alarm_row(one) for one in permit.alarms.select_related("alarm")]
        return Response({"permit": queries.report_row(permit), "alarms": alarms})


class FormsApi(ApiView):
    """The forms in force."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view"}

    @extend_schema(responses=s.ListSerializer(child=s.DictField()))
    def get(self, request: Request) -> Response:
        """Each whole: fields, measures, signatures, check lists."""
        rows = queries.visible_forms(asking(request)).filter(is_current=True)
        names = ("id", "kind", "version", "name", "content")
        return Response(list(rows.values(*names)))


class GasesApi(ApiView):
    """The plant's gases and their limits (PTW-089, PTW-091)."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view"}

    @extend_schema(responses=s.ListSerializer(child=s.DictField()))
    def get(self, request: Request) -> Response:
        """With the most that may be in the air for hot work, and the occupational limit."""
        return Response(queries.gas_limits(company_of(asking(request))))


class WeatherApi(ApiView):
    """The weather by hand or from a station."""

    rights: ClassVar[dict[str, str]] = {"POST": "permits.apply"}

    @extend_schema(request=WeatherBody, responses=s.DictField())
    def post(self, request: Request) -> Response:
        """Work in the open that may not go on in it is stopped."""
        account, body = asking(request), WeatherBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        note = actions.note_weather(
            account, company_of(account), wind_mps=given["wind_mps"],
            sky=[Sky(one) for one in given["sky"]], temperature_c=given["temperature_c"],
            source=given["source"],
        )  # fmt: skip
        return Response({"id": str(note.pk), "at": note.at}, status=201)


class DelegationsApi(ApiView):
    """Signing for somebody else (AQ 3064.2 5.5.3)."""

    rights: ClassVar[dict[str, str]] = {"POST": "permits.approve"}

    @extend_schema(request=DelegationBody, responses=s.DictField())
    def post(self, request: Request) -> Response:
        """Let somebody with the same right sign for one for a while."""
        account, body = asking(request), DelegationBody(data=request.data)
        body.is_valid(raise_exception=True)
        given: dict[str, Any] = body.validated_data
        taker = mine(account, Account, given["taker"], "账号")
        assert taker is not None
        kinds = tuple(Kind(one) for one in given["kinds"])
        asked = actions.Delegated(
            taker, given["from_at"], given["until_at"], given["reason"], kinds
        )
        return Response({"id": str(actions.delegate(account, asked).pk)}, status=201)
