"""Tasks and rounds for programs and robots (INS-064): the same deeds a phone does, done now."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.desk.endpoints import parsed
from anhuan.desk.lists import Filter
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.actions import Came, Found, When
from anhuan.domains.inspection.forms.filters import TASK_FILTERS
from anhuan.domains.inspection.models import Entry, Task
from anhuan.domains.inspection.queries import get_task_for, visible_tasks
from anhuan.domains.inspection.queries.readings import visible_readings
from anhuan.domains.inspection.queries.rounds import picture, proofs, summary
from anhuan.domains.inspection.queries.setup import one_of, visible_points
from anhuan.domains.inspection.rules.abnormal import Handling
from anhuan.domains.inspection.rules.arrival import Method
from anhuan.domains.inspection.rules.readings import Answer
from anhuan.domains.org.models import Account
from anhuan.kernel import clock

VIEW: dict[str, str] = {"GET": "inspection.view"}
_BLANK: dict[str, Any] = {"required": False, "allow_blank": True, "default": ""}


def _by(request: Request) -> Account:
    return cast(Account, request.user)  # rights were checked before


class TaskOut(s.Serializer):  # type: ignore[type-arg]
    """A line of the list; see the slice's README for the whole round."""

    id = s.UUIDField()
    name = s.CharField()
    state = s.CharField()
    begins_at = s.DateTimeField()
    due_at = s.DateTimeField()
    closes_at = s.DateTimeField()
    abnormal = s.IntegerField()

    def to_representation(self, task: Task) -> dict[str, Any]:
        """The one summary there is."""
        return summary(task, clock.now())


class ReadingOut(s.ModelSerializer):  # type: ignore[type-arg]
    """One entry, with the item as it was then."""

    class Meta:
        model = Entry
        fields = (
            "id", "task", "point", "item_id", "item", "value", "result", "process_value",
            "differs", "proposed", "instrument", "note", "handling", "handled", "hazard_id",
            "files", "person", "at", "received_at", "doubts",
        )  # fmt: skip


class TasksApi(ListApi):
    """Tasks one may see, newest first."""

    rights: ClassVar[dict[str, str]] = VIEW
    serializer_class = TaskOut
    filters: ClassVar[Sequence[Filter]] = TASK_FILTERS
    search: ClassVar[Sequence[str]] = ("name",)

    def get_queryset(self) -> QuerySet[Any]:
        """Within one's scope, and one's own."""
        return visible_tasks(_by(self.request))


class TaskApi(ApiView):
    """One round: stops, items, arrivals with their proofs, what was entered."""

    rights: ClassVar[dict[str, str]] = VIEW

    @extend_schema(responses=TaskOut)
    def get(self, request: Request, pk: UUID) -> Response:
        """Whole."""
        return Response(_whole(get_task_for(_by(request), pk)))


class ReadingsApi(ListApi):
    """Every entry of the tasks one may see, newest first."""

    rights: ClassVar[dict[str, str]] = VIEW
    serializer_class = ReadingOut

    def get_queryset(self) -> QuerySet[Any]:
        """Within one's scope; `point`, `item` and `task` narrow it."""
        return visible_readings(_by(self.request), self.request.query_params)


class Nothing(s.Serializer):  # type: ignore[type-arg]
    """No body."""


class PointBody(s.Serializer):  # type: ignore[type-arg]
    """At a point."""

    point = s.UUIDField()


class ArriveBody(PointBody):
    """How somebody, or something, shows that it is there."""

    method = s.ChoiceField([str(one) for one in Method])
    code = s.CharField(max_length=64, **_BLANK)


class ReadingBody(s.Serializer):  # type: ignore[type-arg]
    """One item; `value` a number, a text, a choice, or true for normal. `proposed`: what glasses or
    a robot recognised before somebody confirmed it; `instrument`: what measured it."""

    point = s.UUIDField(required=False, allow_null=True, default=None)
    item = s.UUIDField()
    value = s.JSONField(required=False, allow_null=True, default=None)
    is_abnormal = s.BooleanField(required=False, default=False)
    reason = s.CharField(max_length=200, **_BLANK)
    note = s.CharField(max_length=1000, **_BLANK)
    handling = s.ChoiceField(["", *(str(one) for one in Handling)], required=False, default="")
    handled = s.CharField(max_length=500, **_BLANK)
    proposed = s.FloatField(required=False, allow_null=True, default=None)
    instrument = s.CharField(max_length=64, **_BLANK)


Act = Callable[[Account, Task, dict[str, Any], When], Any]


class RoundDeedApi(ApiView):
    """Checks the body, does it, answers the whole round as it is now."""

    rights: ClassVar[dict[str, str]] = {"POST": "inspection.walk"}
    body: ClassVar[type[s.Serializer[Any]]] = Nothing
    act: ClassVar[Any]  # Act, kept from being bound as a method

    def post(self, request: Request, pk: UUID) -> Response:
        """422 with every reason when it may not be done."""
        task = get_task_for(_by(request), pk)
        type(self).act(_by(request), task, parsed(self.body, request), When(clock.now()))
        return Response(_whole(get_task_for(_by(request), pk)))


def _deed(name: str, words: str, body: type[s.Serializer[Any]], act: Act) -> type[RoundDeedApi]:
    fields = {"__doc__": words, "body": body, "act": staticmethod(act)}
    view = type(f"Round{name.title()}Api", (RoundDeedApi,), fields)
    dressed: type[RoundDeedApi] = extend_schema(request=body, responses=TaskOut)(view)
    return dressed


def _arrive(by: Account, task: Task, given: dict[str, Any], when: When) -> None:
    point = one_of(visible_points(by), given["point"])
    actions.sign_in(by, task, point, Came(Method(given["method"]), given["code"]), when)


def _enter(by: Account, task: Task, given: dict[str, Any], when: When) -> None:
    answer = Answer(given["value"], given["is_abnormal"], reason=given["reason"])
    names = ("note", "handling", "handled", "proposed", "instrument")
    kept = {name: given[name] for name in names}
    actions.enter(by, task, Found(given["item"], answer, given["point"], **kept), when)


DEEDS: dict[str, type[RoundDeedApi]] = {
    "start": _deed("start", "开始检查。", Nothing, lambda by, t, _, w: actions.start(by, t, w)),
    "arrivals": _deed("arrive", "签到。", ArriveBody, _arrive),
    "readings": _deed("enter", "录入一项。", ReadingBody, _enter),
    "leave": _deed("leave", "完成点位。", PointBody,
                   lambda by, t, g, w: actions.leave(by, t, g["point"], w)),
    "finish": _deed("finish", "结束巡检。", Nothing, lambda by, t, _, w: actions.finish(by, t, w)),
}  # fmt: skip


def _whole(task: Task) -> dict[str, Any]:
    return picture(task, clock.now()) | {"proofs": proofs(task)}
