"""Rates of a span, weekly scores, the board of measures, rows of tables 4 and 5, awards."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.desk.endpoints import drawn, parsed
from anhuan.domains.mechanism import actions, queries
from anhuan.domains.mechanism.forms.awards import AwardBody
from anhuan.domains.mechanism.forms.spans import span_from
from anhuan.domains.mechanism.models import Award, CheckLine, WeekScore
from anhuan.domains.mechanism.queries.rows import row_of_line, zone_of
from anhuan.domains.mechanism.queries.weeks import Week
from anhuan.domains.mechanism.rules.rates import Checks
from anhuan.domains.mechanism.rules.rows import TASK, row_blockers
from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries import company_of
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

VIEW = {"GET": "mechanism.view"}


def _account(request: Request) -> Account:
    return cast(Account, request.user)


class EffectApi(ApiView):
    """Rates by period, department and plan, and the running week's score."""

    rights: ClassVar[dict[str, str]] = VIEW

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """`?first=&last=&grain=day|week|month&department=&plan=&kind=`."""
        account, now = _account(request), clock.now()
        span = span_from(request.query_params, now)
        cells = queries.cells_for(account, span.asked, now)
        rows = [
            {"period": one.period, "department": one.department, "plan": one.plan,
             "plan_name": one.plan_name, "kind": one.kind, **_rates(one.checks)}
            for one in cells
        ]  # fmt: skip
        return Response({
            "first": span.first, "last": span.last, "grain": span.asked.grain,
            "total": _rates(queries.total(cells)), "rows": rows,
            "week": queries.score_now(company_of(account), _week(now), now).outward(),
        })  # fmt: skip


def _rates(one: Checks) -> dict[str, Any]:
    return asdict(one) | {
        "completion_pct": one.completion_pct, "in_time_pct": one.in_time_pct,
        "missed_pct": one.missed_pct, "sign_in_pct": one.sign_in_pct,
    }  # fmt: skip


def _week(now: datetime) -> Week:
    return Week.of(timezone.localtime(now).date())


class ScoreRow(s.ModelSerializer[WeekScore]):
    """A week as it was scored."""

    class Meta:
        model = WeekScore
        fields = ("id", "monday", "score", "level", "parts", "made_at")


class ScoresApi(ListApi):
    """Weekly scores, newest first."""

    rights: ClassVar[dict[str, str]] = VIEW
    serializer_class = ScoreRow

    def get_queryset(self) -> QuerySet[Any]:
        """Of the asker's company."""
        return queries.visible_scores(_account(self.request))


class MeasuresApi(ApiView):
    """The board of measures."""

    rights: ClassVar[dict[str, str]] = VIEW

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """The failed first; `?state=failed|unchecked|unplanned|effective`."""
        wanted = request.query_params.get("state", "")
        found = queries.boarded(_account(request), clock.now())
        return Response([
            {"measure": one.measure.pk, "text": one.measure.text, "state": one.state,
             "plan": one.line and one.line.plan_id, "open_hazards": one.open_hazards,
             "checked_at": one.line and one.line.checked_at,
             "status": one.line.status if one.line else None}
            for one in found if wanted in ("", one.state)
        ])  # fmt: skip


class LineRow(s.Serializer):  # type: ignore[type-arg]
    """A row of table 4 and what keeps it at home."""

    table = s.CharField()
    row = s.DictField()
    faults = s.ListField(child=s.CharField())

    def to_representation(self, line: CheckLine) -> dict[str, Any]:
        """As it would be sent now."""
        row = row_of_line(line, self.context["zone"])
        return {"table": TASK, "row": row, "faults": [one.text for one in row_blockers(TASK, row)]}


class LinesApi(ListApi):
    """Rows of table 4, the deleted among them."""

    rights: ClassVar[dict[str, str]] = VIEW
    serializer_class = LineRow

    def get_serializer_context(self) -> dict[str, Any]:
        """With the plant's time zone, read once."""
        zone = zone_of(company_of(_account(self.request)))
        return {**super().get_serializer_context(), "zone": zone}

    def get_queryset(self) -> QuerySet[Any]:
        """Of the departments the asker answers for."""
        rows = queries.visible_lines(_account(self.request))
        return rows.select_related("plan__company", "measure")


class AwardRow(s.ModelSerializer[Award]):
    """A decision."""

    class Meta:
        model = Award
        fields = ("id", "person", "first", "last", "points", "proposed", "amount_cny", "reason",
                  "decided_at", "is_withdrawn")  # fmt: skip


class AwardsApi(ListApi):
    """Rewards and penalties."""

    rights: ClassVar[dict[str, str]] = {**VIEW, "POST": "mechanism.award"}
    serializer_class = AwardRow

    def get_queryset(self) -> QuerySet[Any]:
        """Of the departments the asker answers for."""
        return queries.visible_awards(_account(self.request))

    @extend_schema(request=AwardBody, responses=AwardRow)
    def post(self, request: Request) -> Response:
        """201 with the decision; 422 with every reason."""
        account, given = _account(request), parsed(AwardBody, request)
        company = company_of(account)
        person = Person.objects.filter(pk=given.pop("person"), company=company).first()
        if person is None:
            raise refuse("person_unknown", "没有这个人员")
        made = actions.decide(account, person, **given, now=clock.now())
        return drawn(AwardRow, made, request, 201)


class WithdrawApi(ApiView):
    """Take a decision back."""

    rights: ClassVar[dict[str, str]] = {"POST": "mechanism.award"}

    @extend_schema(request=None, responses=AwardRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """The decision, withdrawn."""
        found = queries.get_award_for(_account(request), pk)
        return drawn(AwardRow, actions.withdraw(_account(request), found), request)
