"""Places of frequent gathering and their analyses over REST."""

from datetime import timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.alarms import actions
from anhuan.domains.alarms.forms import studies as forms
from anhuan.domains.alarms.models import GatheringStudy
from anhuan.domains.alarms.queries import studies as queries
from anhuan.domains.alarms.rules import studies as rules
from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.kernel import clock

VIEW, EDIT = "alarms.view", "alarms.configure"


class StudyRow(s.ModelSerializer[GatheringStudy]):
    """An analysis of one place."""

    area = s.PrimaryKeyRelatedField(queryset=Area.objects.all())
    owner = s.PrimaryKeyRelatedField(queryset=Person.objects.all())

    class Meta:
        model = GatheringStudy
        fields = ("id", "area", "cause", "measure", "owner", "due", "opened_at", "opened_by",
                  "times_before", "done_at", "result")  # fmt: skip
        read_only_fields = ("opened_at", "opened_by", "times_before", "done_at", "result")
        validators: ClassVar[list[Any]] = []


class SpotRow(s.Serializer[queries.Place]):
    """A place with its warnings."""

    area = s.UUIDField(source="area.pk")
    name = s.CharField(source="area.name")
    times = s.IntegerField(source="spot.times")
    grave = s.IntegerField(source="spot.grave", help_text="橙、红色")
    most = s.IntegerField(source="spot.most", help_text="最多人数")
    last_at = s.DateTimeField(source="spot.last_at")
    study = s.UUIDField(source="study.pk", default=None, allow_null=True)


class ResultBody(s.Serializer[Any]):
    """How the measure was put in place."""

    result = s.CharField(max_length=500)


class SpotsApi(ApiView):
    """Where people gathered often."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}

    @extend_schema(
        responses=SpotRow(many=True),
        parameters=[OpenApiParameter("days", int), OpenApiParameter("least", int)],
    )
    def get(self, request: Request) -> Response:
        """The worst first; `days` back, `least` warnings."""
        usual = {"days": rules.LOOK_BACK.days, "least": rules.FREQUENT_TIMES}
        asked = _Spots(data=usual | request.query_params.dict())
        asked.is_valid(raise_exception=True)
        since = clock.now() - timedelta(days=asked.validated_data["days"])
        found = queries.frequent_places(_who(request), since, asked.validated_data["least"])
        rows: Any = found
        return Response(SpotRow(rows, many=True).data)


class _Spots(s.Serializer[Any]):
    days = s.IntegerField(min_value=1, max_value=366)
    least = s.IntegerField(min_value=1, max_value=1000)


class StudiesApi(ListApi):
    """Analyses, open ones and old ones."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "POST": EDIT}
    serializer_class = StudyRow
    filters = forms.STUDY_FILTERS
    search = forms.STUDY_SEARCH

    def get_queryset(self) -> QuerySet[GatheringStudy]:
        """The company's."""
        return queries.visible_studies(_who(self.request))

    @extend_schema(request=StudyRow, responses={201: StudyRow})
    def post(self, request: Request) -> Response:
        """Why people gather at a place, and what to do."""
        body, account = StudyRow(data=request.data), _who(request)
        body.is_valid(raise_exception=True)
        made = actions.open_study(account, company_of(account), **body.validated_data)
        return Response(StudyRow(made).data, status=201)


class StudyApi(ApiView):
    """One analysis."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "PATCH": EDIT}

    @extend_schema(responses=StudyRow)
    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        return Response(StudyRow(queries.get_study_for(_who(request), pk)).data)

    @extend_schema(request=StudyRow, responses=StudyRow)
    def patch(self, request: Request, pk: UUID) -> Response:
        """Another measure, owner or day."""
        found, body = queries.get_study_for(_who(request), pk), StudyRow(
            data=request.data, partial=True
        )  # fmt: skip
        body.is_valid(raise_exception=True)
        saved = actions.change_study(_who(request), found, **body.validated_data)
        return Response(StudyRow(saved).data)


class StudyFinishApi(ApiView):
    """The measure is in place."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}

    @extend_schema(request=ResultBody, responses=StudyRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """Say how."""
        found, body = queries.get_study_for(_who(request), pk), ResultBody(data=request.data)
        body.is_valid(raise_exception=True)
        done = actions.finish_study(_who(request), found, body.validated_data["result"])
        return Response(StudyRow(done).data)


def _who(request: Request) -> Account:
    return cast(Account, request.user)
