"""What is done to one alarm: POST /api/v1/alarms/{id}/{deed}. Each answers the card."""

from abc import ABC, abstractmethod
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.alarms import actions, queries
from anhuan.domains.alarms.api import shapes
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Account
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse


class Deed(ApiView, ABC):
    """Checks the body, does it, answers the card as it is now."""

    rights: ClassVar[dict[str, str]] = {"POST": "alarms.handle"}
    shape: ClassVar[type[serializers.Serializer[Any]]] = serializers.Serializer

    def post(self, request: Request, pk: UUID) -> Response:
        """422 with every reason when it may not be done."""
        account = request.user
        assert isinstance(account, Account)
        alarm = queries.alarm_for(account, pk)
        body = self.shape(data=request.data)
        body.is_valid(raise_exception=True)
        self.do(alarm, account, body.validated_data)
        return Response(shapes.CardShape(queries.alarm_for(account, pk)).data)

    @abstractmethod
    def do(self, alarm: Alarm, by: Account, given: dict[str, Any]) -> None:
        """The deed."""


@extend_schema(request=None, responses=shapes.CardShape)
class Acknowledge(Deed):
    """Seen."""

    def do(self, alarm: Alarm, by: Account, given: dict[str, Any]) -> None:
        """The sound stops."""
        actions.acknowledge(alarm.pk, by)


@extend_schema(request=shapes.ClearShape, responses=shapes.CardShape)
class Clear(Deed):
    """Confirmed over."""

    shape = shapes.ClearShape

    def do(self, alarm: Alarm, by: Account, given: dict[str, Any]) -> None:
        """Cleared by hand."""
        actions.clear(alarm.pk, by, given["note"])


@extend_schema(request=shapes.HandleShape, responses=shapes.CardShape)
class Handle(Deed):
    """Cause and result."""

    shape = shapes.HandleShape

    def do(self, alarm: Alarm, by: Account, given: dict[str, Any]) -> None:
        """Written down."""
        actions.handle(alarm.pk, by, given["cause"], given["result"])


@extend_schema(request=None, responses=shapes.CardShape)
class Close(Deed):
    """Done with."""

    def do(self, alarm: Alarm, by: Account, given: dict[str, Any]) -> None:
        """The loop is closed."""
        actions.close(alarm.pk, by)


@extend_schema(request=shapes.ShelveShape, responses=shapes.CardShape)
class Shelve(Deed):
    """Put aside."""

    shape = shapes.ShelveShape

    def do(self, alarm: Alarm, by: Account, given: dict[str, Any]) -> None:
        """At most eight hours."""
        until = clock.now() + timedelta(minutes=given["minutes"])
        actions.shelve(alarm.pk, by, until, given["reason"])


@extend_schema(request=None, responses=shapes.CardShape)
class Unshelve(Deed):
    """Taken back."""

    def do(self, alarm: Alarm, by: Account, given: dict[str, Any]) -> None:
        """It rings again when nobody has seen it."""
        actions.unshelve(alarm.pk, by)


@extend_schema(request=shapes.ApproveShape, responses=shapes.CardShape)
class Approve(Deed):
    """A necessary gathering, judged."""

    shape = shapes.ApproveShape

    def do(self, alarm: Alarm, by: Account, given: dict[str, Any]) -> None:
        """Stays in warning until people disperse."""
        actions.approve_gathering(alarm.pk, by, **given)


@extend_schema(request=shapes.ReturnShape, responses=shapes.CardShape)
class Return(Deed):
    """The system that raised it says that it is over."""

    shape = shapes.ReturnShape

    def do(self, alarm: Alarm, by: Account, given: dict[str, Any]) -> None:
        """Only alarms that came from outside."""
        if not alarm.source.startswith("api:"):
            raise refuse("not_from_outside", "只有外部系统的报警可由外部恢复")
        actions.return_alarm(alarm.company, alarm.condition, given.get("at") or clock.now())
