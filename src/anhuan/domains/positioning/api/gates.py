"""Gate passages and sounders over REST."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.org.models import Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.api.devices import parsed
from anhuan.domains.positioning.api.params import account_of
from anhuan.domains.positioning.api.rows import Mine, ReasonBody
from anhuan.domains.positioning.models import GatePassage, Sounder
from anhuan.domains.positioning.queries import gates, sounders

DEVICES = {"GET": "devices.view", "POST": "devices.edit"}


class PassageRow(s.ModelSerializer):  # type: ignore[type-arg]
    """Somebody through a gate."""

    person = Mine(queryset=Person.objects.all())

    class Meta:
        model = GatePassage
        fields = ("id", "person", "gate", "way", "at", "is_by_hand")
        read_only_fields: ClassVar[tuple[str, ...]] = ("is_by_hand",)


class SounderRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A siren or lamp of an area."""

    area = Mine(queryset=Area.objects.all())
    also_warns = Mine(queryset=Area.objects.all(), many=True, required=False)

    class Meta:
        model = Sounder
        fields = (
            "id", "number", "name", "area", "also_warns", "x_m", "y_m", "floor", "tested_at",
            "answered_at", "is_retired",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = ("tested_at", "answered_at", "is_retired")


class PassagesApi(ListApi):
    """Who went through which gate."""

    rights: ClassVar[dict[str, str]] = DEVICES
    serializer_class = PassageRow

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return gates.visible_passages(account_of(self.request), "devices.view")

    def post(self, request: Request) -> Response:
        """A gate tells of somebody; telling it again changes nothing."""
        row = actions.note_gate_passage(account_of(request), **parsed(PassageRow, request))
        return Response(PassageRow(row).data, status=201)


class SoundersApi(ListApi):
    """All sounders."""

    rights: ClassVar[dict[str, str]] = DEVICES
    serializer_class = SounderRow

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return sounders.visible_sounders(account_of(self.request))

    def post(self, request: Request) -> Response:
        """Register one."""
        account = account_of(request)
        values = parsed(SounderRow, request)
        made = actions.register_sounder(account, company_of(account), **values)
        return Response(SounderRow(made).data, status=201)


class SounderApi(ApiView):
    """One sounder."""

    rights: ClassVar[dict[str, str]] = {"GET": "devices.view", "PATCH": "devices.edit"}

    @extend_schema(responses=SounderRow)
    def get(self, request: Request, pk: UUID) -> Response:
        """With how its last test went."""
        return Response(SounderRow(sounders.get_sounder_for(account_of(request), pk)).data)

    @extend_schema(request=SounderRow, responses=SounderRow)
    def patch(self, request: Request, pk: UUID) -> Response:
        """Another place, other areas."""
        account = account_of(request)
        found = sounders.get_sounder_for(account, pk)
        values = parsed(SounderRow, request, partial=True)
        return Response(SounderRow(actions.edit_sounder(account, found, **values)).data)


class SounderTestApi(ApiView):
    """Testing a sounder."""

    rights: ClassVar[dict[str, str]] = {"POST": "devices.edit"}

    @extend_schema(request=None, responses=SounderRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """Let it speak for half a minute; `answered_at` tells later whether it heard."""
        account = account_of(request)
        found = sounders.get_sounder_for(account, pk)
        return Response(SounderRow(actions.try_sounder(account, found)).data)


class SounderRetireApi(ApiView):
    """Taking a sounder out of use."""

    rights: ClassVar[dict[str, str]] = {"POST": "devices.edit"}

    @extend_schema(request=ReasonBody, responses=SounderRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """With a reason."""
        account = account_of(request)
        sounder = sounders.get_sounder_for(account, pk)
        reason = parsed(ReasonBody, request)["reason"]
        return Response(SounderRow(actions.retire_sounder(account, sounder, reason)).data)
