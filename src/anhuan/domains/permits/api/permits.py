"""The ledger, a permit, its check; reserving."""

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
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.api.asking import asking, reservation_of
from anhuan.domains.permits.forms.bodies import PhotoBody, ReservationBody
from anhuan.domains.permits.forms.filters import PERMIT_FILTERS, PERMIT_SEARCH
from anhuan.domains.permits.models import Permit
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse


class PermitRow(s.Serializer):  # type: ignore[type-arg]
    """A line of the ledger; see the slice's README for the whole permit."""

    id = s.UUIDField()
    number = s.CharField()
    kind = s.CharField()
    kind_label = s.CharField()
    grade = s.CharField()
    grade_label = s.CharField()
    state = s.CharField()
    state_label = s.CharField()
    aq_status = s.IntegerField()
    version = s.IntegerField()
    content = s.CharField()
    place = s.CharField()
    work_unit = s.CharField()
    starts_at = s.DateTimeField()
    ends_at = s.DateTimeField()
    valid_until = s.DateTimeField(allow_null=True)

    def to_representation(self, permit: Permit) -> dict[str, Any]:
        """The one summary there is."""
        return queries.summary(permit)


class PermitsApi(ListApi):
    """The ledger by its eleven dimensions; reserving."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view", "POST": "permits.apply"}
    serializer_class = PermitRow
    filters: ClassVar[Sequence[Filter]] = PERMIT_FILTERS
    search: ClassVar[Sequence[str]] = PERMIT_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Within one's scope."""
        return queries.visible_permits(asking(self.request))

    @extend_schema(request=ReservationBody, responses=PermitRow)
    def post(self, request: Request) -> Response:
        """Reserve."""
        account, body = asking(request), ReservationBody(data=request.data)
        body.is_valid(raise_exception=True)
        permit = actions.reserve(account, reservation_of(account, body.validated_data))
        return Response(queries.picture(permit, account, clock.now()), status=201)


class PermitApi(ApiView):
    """One permit, every step."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view"}

    @extend_schema(responses=PermitRow)
    def get(self, request: Request, pk: UUID) -> Response:
        """As it stands, with what the asker may do and what stands against it."""
        account = asking(request)
        return Response(queries.picture(queries.permit_for(account, pk), account, clock.now()))


class FaultRow(s.Serializer):  # type: ignore[type-arg]
    """Something that is not as it was signed."""

    code = s.CharField()
    seq = s.IntegerField()
    key = s.CharField()
    text = s.CharField()


class VerifyApi(ApiView):
    """Whether the permit is what its signatures sealed."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view"}

    @extend_schema(responses=FaultRow(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Empty: nothing was altered."""
        faults = queries.verify(queries.permit_for(asking(request), pk))
        rows = [{"code": f.code, "seq": f.seq, "key": f.key, "text": f.text} for f in faults]
        return Response(rows)


class PhotosApi(ApiView):
    """Pictures of a permit."""

    rights: ClassVar[dict[str, str]] = {"POST": "permits.join"}
    parser_classes = (MultiPartParser,)

    @extend_schema(request=PhotoBody, responses=PermitRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """Keep one; answers its id and SM3."""
        account = asking(request)
        permit = queries.permit_for(account, pk)
        body = PhotoBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        rows = permit.measures.filter(round=permit.round, no=given["measure"])
        measure = rows.first() if given["measure"] is not None else None
        if given["measure"] is not None and measure is None:
            raise refuse("measure_unknown", "没有这条措施")
        shot = actions.Shot(
            given["file"], given["step"], given["taken_at"], measure, given["point"]
        )
        photo = actions.add_photo(account, permit, shot)
        return Response({"id": str(photo.pk), "sm3": photo.file_sm3}, status=201)


class PhotoApi(ApiView):
    """One picture."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view"}

    @extend_schema(responses=bytes)
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The content."""
        found = queries.photo_for(asking(request), pk)
        file = queries.photo_path(found).open("rb")
        return respond_file(request._request, file, found.file_name, found.media_type, inline=True)
