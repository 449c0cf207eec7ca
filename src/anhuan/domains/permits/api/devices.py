"""Detectors, stations, locks and cameras; the air of a permit live; binding; codes of locks."""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.api.asking import asking
from anhuan.domains.permits.forms.devices import INSTRUMENT_FILTERS, INSTRUMENT_SEARCH
from anhuan.domains.permits.models import Instrument, LockGrant
from anhuan.domains.permits.queries.air import CURVE, air
from anhuan.domains.permits.queries.locks import visible_locks
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.watching import instruments_of
from anhuan.domains.plant.models import Area
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

READ_WRITE = {"GET": "permits.view", "POST": "permits.edit", "PATCH": "permits.edit"}
LONGEST_CURVE_H = 72


class MyArea(s.PrimaryKeyRelatedField):  # type: ignore[type-arg]
    """An area of the asker's own company; any other does not exist."""

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return Area.objects.filter(company=company_of(self.context["request"].user))


class InstrumentRow(s.ModelSerializer):  # type: ignore[type-arg]
    """One device."""

    area = MyArea(required=False, allow_null=True)

    class Meta:
        model = Instrument
        fields = (
            "id", "number", "name", "form", "area", "x_m", "y_m", "floor", "address",
            "checked_until", "is_retired", "seen_at", "state", "battery_pct", "faults", "latest",
        )  # fmt: skip
        read_only_fields = ("seen_at", "state", "battery_pct", "faults", "latest")


def _given(request: Request, *, partial: bool = False) -> dict[str, Any]:
    body = InstrumentRow(data=request.data, partial=partial, context={"request": request})
    body.is_valid(raise_exception=True)
    values: dict[str, Any] = body.validated_data
    return values


class InstrumentsApi(ListApi):
    """Every device permits know (AQP-083)."""

    rights: ClassVar[dict[str, str]] = READ_WRITE
    serializer_class = InstrumentRow
    filters = INSTRUMENT_FILTERS
    search = INSTRUMENT_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return instruments_of(company_of(asking(self.request)))

    def post(self, request: Request) -> Response:
        """Register one."""
        account = asking(request)
        row = Instrument(company=company_of(account))
        made = actions.save_instrument(account, row, _given(request))
        return Response(InstrumentRow(made).data, status=201)


class InstrumentApi(ApiView):
    """One device."""

    rights: ClassVar[dict[str, str]] = READ_WRITE

    @extend_schema(responses=InstrumentRow)
    def get(self, request: Request, pk: UUID) -> Response:
        """With what it said last."""
        return Response(InstrumentRow(_instrument(request, pk)).data)

    @extend_schema(request=InstrumentRow, responses=InstrumentRow)
    def patch(self, request: Request, pk: UUID) -> Response:
        """Correct or retire it."""
        row = _instrument(request, pk)
        saved = actions.save_instrument(asking(request), row, _given(request, partial=True))
        return Response(InstrumentRow(saved).data)


def _instrument(request: Request, pk: UUID) -> Instrument:
    found: Instrument = get_object_or_404(instruments_of(company_of(asking(request))), pk=pk)
    return found


class AirApi(ApiView):
    """The air of one permit, live (AQP-043, AQP-091)."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view"}

    @extend_schema(responses=s.DictField())
    def get(self, request: Request, pk: UUID) -> Response:
        """Detectors with their values, the curve of the last hours (`?hours=`, at most 72)."""
        account, now = asking(request), clock.now()
        look = Look(queries.permit_for(account, pk), account, now)
        return Response(air(look, now - _span(request)))


def _span(request: Request) -> timedelta:
    asked = request.query_params.get("hours", "")
    if not asked:
        return CURVE
    if not asked.isdigit() or not 0 < int(asked) <= LONGEST_CURVE_H:
        raise refuse("hours_invalid", f"hours 应为 1 到 {LONGEST_CURVE_H} 的整数")
    return timedelta(hours=int(asked))


class WatchBody(s.Serializer):  # type: ignore[type-arg]
    """Which detector."""

    number = s.CharField(max_length=32)


class WatchApi(ApiView):
    """Bind a detector to a permit; with DELETE let it go."""

    rights: ClassVar[dict[str, str]] = {"POST": "permits.join", "DELETE": "permits.join"}

    @extend_schema(request=WatchBody, responses=s.DictField())
    def post(self, request: Request, pk: UUID) -> Response:
        """From now on what it reads is judged by this work's limits."""
        account, now = asking(request), clock.now()
        actions.watch(account, queries.permit_for(account, pk), _number(request))
        look = Look(queries.permit_for(account, pk), account, now)
        return Response(air(look), status=201)

    @extend_schema(request=WatchBody, responses=s.DictField())
    def delete(self, request: Request, pk: UUID) -> Response:
        """It is free for another work."""
        account = asking(request)
        permit = actions.unwatch(account, queries.permit_for(account, pk), _number(request))
        return Response(air(Look(permit, account, clock.now())))


def _number(request: Request) -> str:
    body = WatchBody(data=request.data)
    body.is_valid(raise_exception=True)
    return str(body.validated_data["number"])


class LockCodeBody(WatchBody):
    """Which lock, and the point one stands at where there is no positioning."""

    point = s.CharField(max_length=64, required=False, allow_blank=True, default="")


class GrantRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A code without its digits."""

    lock = s.CharField(source="lock.number")

    class Meta:
        model = LockGrant
        fields = ("id", "lock", "by_name", "given_at", "until_at", "used_at", "uses", "ended_at",
                  "ended_why")  # fmt: skip


class LockCodesApi(ApiView):
    """Codes of electronic locks for one permit (PTW-160, PTW-161)."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view", "POST": "permits.join"}

    @extend_schema(responses=GrantRow(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Those given, the newest first."""
        permit = queries.permit_for(asking(request), pk)
        rows = permit.lock_grants.select_related("lock")
        return Response(GrantRow(rows, many=True).data)

    @extend_schema(request=LockCodeBody, responses=s.DictField())
    def post(self, request: Request, pk: UUID) -> Response:
        """A new code, told this once; 422 with every condition that is not met."""
        account, body = asking(request), LockCodeBody(data=request.data)
        permit = queries.permit_for(account, pk)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        lock = visible_locks(account).filter(number=given["number"]).first()
        made = actions.give_code(account, permit, lock, {"point": given["point"]})
        return Response(GrantRow(made.grant).data | {"code": made.code}, status=201)
