"""The ledger, a hazard, its check, its row for the province; reporting."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.desk.files import respond_file
from anhuan.desk.lists import Filter
from anhuan.domains.hazards import actions, queries
from anhuan.domains.hazards.api.asking import asking, report_of
from anhuan.domains.hazards.forms.bodies import PhotoBody, ReportBody
from anhuan.domains.hazards.forms.filters import HAZARD_FILTERS, HAZARD_SEARCH
from anhuan.domains.hazards.models import Hazard, Stage
from anhuan.kernel import clock


class HazardOut(s.Serializer):  # type: ignore[type-arg]
    """A line of the ledger; see the slice's README for the whole hazard."""

    id = s.UUIDField()
    number = s.CharField()
    state = s.CharField()
    state_label = s.CharField()
    level = s.IntegerField(allow_null=True)
    name = s.CharField()
    place = s.CharField()
    due_at = s.DateTimeField(allow_null=True)
    is_overdue = s.BooleanField()

    def to_representation(self, hazard: Hazard) -> dict[str, Any]:
        """The one summary there is."""
        return queries.summary(hazard, clock.now())


class HazardsApi(ListApi):
    """The ledger, newest first by cursor; reporting."""

    rights: ClassVar[dict[str, str]] = {"GET": "hazards.view", "POST": "hazards.report"}
    serializer_class = HazardOut
    filters: ClassVar[Sequence[Filter]] = HAZARD_FILTERS
    search: ClassVar[Sequence[str]] = HAZARD_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Within one's scope."""
        return queries.visible_hazards(asking(self.request))

    @extend_schema(request=ReportBody, responses=HazardOut)
    def post(self, request: Request) -> Response:
        """Report one; answers the whole hazard and those it may double."""
        account, body = asking(request), ReportBody(data=request.data)
        body.is_valid(raise_exception=True)
        made = actions.report(account, report_of(account, body.validated_data))
        found = queries.duplicates_of(made, queries.settings_of(made.company))
        alike = [{"id": one.pk, "number": one.number, "likeness": share} for one, share in found]
        picture = queries.picture(made, account, clock.now())
        return Response(picture | {"alike": alike}, status=201)


class HazardApi(ApiView):
    """One hazard, every step."""

    rights: ClassVar[dict[str, str]] = {"GET": "hazards.view"}

    @extend_schema(responses=HazardOut)
    def get(self, request: Request, pk: UUID) -> Response:
        """As it stands, with what the asker may do and what stands against it."""
        account = asking(request)
        return Response(queries.picture(queries.hazard_for(account, pk), account, clock.now()))


class FaultOut(s.Serializer):  # type: ignore[type-arg]
    """Something that is not as it was signed."""

    code = s.CharField()
    seq = s.IntegerField()
    key = s.CharField()
    text = s.CharField()


class CheckApi(ApiView):
    """Whether the hazard is what its signatures say."""

    rights: ClassVar[dict[str, str]] = {"GET": "hazards.view"}

    @extend_schema(responses=FaultOut(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Empty: nothing was altered."""
        faults = queries.verify_hazard(queries.hazard_for(asking(request), pk))
        rows = [{"code": f.code, "seq": f.seq, "key": f.key, "text": f.text} for f in faults]
        return Response(rows)


class ReportRowApi(ApiView):
    """Table 6 of the province."""

    rights: ClassVar[dict[str, str]] = {"GET": "hazards.view"}

    @extend_schema(responses={200: dict[str, Any]})
    def get(self, request: Request, pk: UUID) -> Response:
        """The 19 fields as they are now, and what keeps the row at home."""
        found = queries.hazard_for(asking(request), pk)
        against = [{"code": b.code, "text": b.text} for b in queries.upload_blockers(found)]
        return Response({"row": queries.upload_row(found), "blockers": against})


class PhotosApi(ApiView):
    """Pictures of a hazard."""

    rights: ClassVar[dict[str, str]] = {"POST": "hazards.report"}
    parser_classes = (MultiPartParser,)

    @extend_schema(request=PhotoBody, responses=HazardOut)
    def post(self, request: Request, pk: UUID) -> Response:
        """Keep one; answers its SM3."""
        account = asking(request)
        hazard = queries.hazard_for(account, pk)
        body = PhotoBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        shot = actions.shot_of(given["file"], Stage(given["stage"]))
        actions.add_photos(account, hazard, [shot])
        return Response({"sm3": shot.sm3}, status=201)


class PhotoApi(ApiView):
    """One picture."""

    rights: ClassVar[dict[str, str]] = {"GET": "hazards.view"}

    @extend_schema(responses=bytes)
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The content."""
        found = queries.photo_for(asking(request), pk)
        file = queries.photo_path(found).open("rb")
        return respond_file(request._request, file, found.file_name, found.media_type, inline=True)


class TasksApi(ApiView):
    """What waits for the asker."""

    rights: ClassVar[dict[str, str]] = {"GET": "hazards.view"}

    @extend_schema(responses=HazardOut(many=True))
    def get(self, request: Request) -> Response:
        """Open hazards with the deed that is the asker's, the soonest due first."""
        now = clock.now()
        cards = queries.to_do(asking(request), now)
        whole = queries.visible_hazards(asking(request)).in_bulk([one.pk for one, _ in cards])
        return Response([
            queries.summary(whole[one.pk], now) | {"deed": deed, "deed_label": deed.label}
            for one, deed in cards
        ])  # fmt: skip
