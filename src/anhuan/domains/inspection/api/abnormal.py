"""The record of everything found wrong, and a gauge read from a picture."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.desk.endpoints import Deed, One, parsed, shaped
from anhuan.desk.lists import Filter
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.forms.filters import ABNORMAL_FILTERS
from anhuan.domains.inspection.models import Abnormality
from anhuan.domains.inspection.queries.abnormal import abnormality_for, visible_abnormalities
from anhuan.domains.inspection.queries.gauges import read_gauge
from anhuan.domains.org.models import Account


class AbnormalRow(s.ModelSerializer):  # type: ignore[type-arg]
    """One; `entry` null: found outside a round."""

    class Meta:
        model = Abnormality
        fields = (
            "id", "entry", "department", "point", "item_id", "place", "equipment", "text", "files",
            "handling", "handled", "hazard_id", "person", "at", "received_at", "closed_at",
        )  # fmt: skip


class HandledBody(s.Serializer):  # type: ignore[type-arg]
    """What was done."""

    words = s.CharField(max_length=500)


class AbnormalitiesApi(ListApi):
    """Those one may see, newest first."""

    rights: ClassVar[dict[str, str]] = {"GET": "inspection.view"}
    serializer_class = AbnormalRow
    filters: ClassVar[Sequence[Filter]] = ABNORMAL_FILTERS
    search: ClassVar[Sequence[str]] = ("text", "place", "equipment")

    def get_queryset(self) -> QuerySet[Any]:
        """Within one's scope, and one's own."""
        return visible_abnormalities(cast(Account, self.request.user))


@shaped(AbnormalRow)
class AbnormalityApi(One):
    """One of them."""

    rights: ClassVar[dict[str, str]] = {"GET": "inspection.view"}
    row = AbnormalRow
    find = abnormality_for


@shaped(AbnormalRow, HandledBody)
class AbnormalityCloseApi(Deed):
    """Dealt with."""

    rights: ClassVar[dict[str, str]] = {"POST": "inspection.walk"}
    row = AbnormalRow
    body = HandledBody
    find = abnormality_for
    do = actions.close


class GaugeBody(s.Serializer):  # type: ignore[type-arg]
    """A picture and what it should show: an item of a list, or a scale of one's own."""

    file = s.FileField()
    item = s.UUIDField(required=False, allow_null=True, default=None)
    low = s.FloatField(required=False, allow_null=True, default=None)
    high = s.FloatField(required=False, allow_null=True, default=None)


class ProposalOut(s.Serializer):  # type: ignore[type-arg]
    """A proposal, for a person to confirm."""

    kind = s.ChoiceField(["needle", "digits"])
    value = s.FloatField()
    confidence = s.FloatField()


class GaugeApi(ApiView):
    """Reads a gauge; keeps nothing (INS-047)."""

    rights: ClassVar[dict[str, str]] = {"POST": "inspection.walk"}
    parser_classes = (MultiPartParser,)

    @extend_schema(request=GaugeBody, responses=ProposalOut(many=True))
    def post(self, request: Request) -> Response:
        """Proposals, the surest first; 422 where it is no picture."""
        given = parsed(GaugeBody, request)
        account, upload = cast(Account, request.user), given.pop("file")
        return Response({"proposals": read_gauge(account, upload.read(), **given)})
