"""Alarms: many, one, and raised from outside."""

from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ByCursor, ListApi
from anhuan.domains.alarms import actions, queries
from anhuan.domains.alarms.api import shapes
from anhuan.domains.alarms.forms.filters import ALARM_FILTERS, ALARM_SEARCH
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules import AlarmRaise, Place
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse
from anhuan.kernel.ids import uuid_of

CLOCKS_DIFFER = timedelta(seconds=5)


class NewestFirst(ByCursor):
    """By the time of the alarm: ids of the engine are not in order of time."""

    ordering: Any = ("-raised_at", "-id")


class AlarmsApi(ListApi):
    """All alarms; raising one from another system."""

    rights: ClassVar[dict[str, str]] = {"GET": "alarms.view", "POST": "alarms.handle"}
    serializer_class = shapes.CardShape
    pagination_class = NewestFirst
    filters = ALARM_FILTERS
    search = ALARM_SEARCH

    def get_queryset(self) -> QuerySet[Alarm]:
        """The company's."""
        return queries.visible_alarms(_account(self.request))

    @extend_schema(request=shapes.RaiseShape, responses={201: shapes.CardShape})
    def post(self, request: Request) -> Response:
        """Raise. The same condition folds while it stands; send an `Idempotency-Key`."""
        body = shapes.RaiseShape(data=request.data)
        body.is_valid(raise_exception=True)
        account = _account(request)
        alarm = actions.raise_alarm(company_of(account), _raised(account, body.validated_data))
        if alarm is None:
            raise refuse("kind_disabled", "该类型的报警已停用")
        fresh = queries.alarm_for(account, alarm.pk)
        return Response(shapes.CardShape(fresh).data, status=201)


class AlarmApi(ApiView):
    """One alarm with its rule, inputs, snapshot and history."""

    rights: ClassVar[dict[str, str]] = {"GET": "alarms.view"}

    @extend_schema(responses=shapes.AlarmShape)
    def get(self, request: Request, pk: UUID) -> Response:
        """Everything known of it."""
        return Response(shapes.AlarmShape(queries.alarm_for(_account(request), pk)).data)


def _raised(account: Account, given: dict[str, Any]) -> AlarmRaise:
    now = clock.now()
    raised_at: datetime = given.pop("raised_at", now)
    if raised_at > now + CLOCKS_DIFFER:
        raise refuse("clock_ahead", "报警时间在将来，请核对时钟")
    place = Place(**(given.pop("place", None) or {}))
    if place.area and not Area.objects.filter(pk=place.area, company=account.company_id).exists():
        raise refuse("unknown_area", "没有这个区域")
    people = tuple(dict(person) for person in given.pop("people", ()))
    at_ms = clock.to_ms(raised_at)
    return AlarmRaise(
        **given, raised_at=raised_at, place=place, people=people,
        source=f"api:{account.username}"[:32],
        alarm_id=uuid_of("api", account.company_id, given["condition"], at_ms),
    )  # fmt: skip


def _account(request: Request) -> Account:
    assert isinstance(request.user, Account)
    return request.user
