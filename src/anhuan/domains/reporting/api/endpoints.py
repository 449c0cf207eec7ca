"""Receivers, what went to them, the score, the commitment."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.desk.endpoints import Deed, Many, One, drawn, parsed, shaped
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.reporting import actions, queries
from anhuan.domains.reporting.api import rows
from anhuan.domains.reporting.forms.filters import DELIVERIES, SEARCH
from anhuan.domains.reporting.models import Commitment, Delivery, Target
from anhuan.domains.reporting.queries.commitment import today_of, visible_commitments
from anhuan.domains.reporting.queries.score import score_at
from anhuan.domains.reporting.rules.commitment import UNITS, Given
from anhuan.kernel import clock


def _add(by: Account, company: Company, **values: Any) -> Target:
    return actions.save_target(by, Target(company=company), values, clock.now())


def _change(by: Account, target: Target, **values: Any) -> Target:
    return actions.save_target(by, target, values, clock.now())


def _resend(by: Account, one: Delivery) -> Delivery:
    return actions.resend(by, one, clock.now())


def _drop(by: Account, one: Delivery, why: str) -> Delivery:
    return actions.drop(by, one, why, clock.now())


@shaped(rows.TargetRow)
class TargetsApi(Many):
    """Receivers; a new one begins at rest."""

    rights: ClassVar[dict[str, str]] = {"GET": "reporting.view", "POST": "reporting.edit"}
    serializer_class = rows.TargetRow
    visible = queries.visible_targets
    find = queries.target_for
    add = _add


@shaped(rows.TargetRow)
class TargetApi(One):
    """One of them."""

    rights: ClassVar[dict[str, str]] = {"GET": "reporting.view", "PATCH": "reporting.edit"}
    row = rows.TargetRow
    find = queries.target_for
    change = _change


class TestApi(ApiView):
    """Send the newest sound row of a table once more, beside the queue."""

    rights: ClassVar[dict[str, str]] = {"POST": "reporting.send"}

    @extend_schema(request=rows.TestBody, responses={201: rows.BatchRow})
    def post(self, request: Request, pk: UUID) -> Response:
        """The message; its answer is on it a moment later."""
        account = cast(Account, request.user)
        target = queries.target_for(account, pk)
        table = parsed(rows.TestBody, request)["table"]
        made = actions.send_test(account, target, table, clock.now())
        return drawn(rows.BatchRow, made, request, 201)


@shaped(rows.DeliveryRow)
class DeliveriesApi(ListApi):
    """What went, newest first."""

    rights: ClassVar[dict[str, str]] = {"GET": "reporting.view"}
    serializer_class = rows.DeliveryRow
    filters = DELIVERIES
    search = SEARCH

    def get_queryset(self) -> QuerySet[Delivery]:
        """One's own company's."""
        return queries.visible_deliveries(cast(Account, self.request.user))


@shaped(rows.WholeDeliveryRow)
class DeliveryApi(One):
    """One version at one receiver."""

    rights: ClassVar[dict[str, str]] = {"GET": "reporting.view"}
    row = rows.WholeDeliveryRow
    find = queries.delivery_for


@shaped(rows.WholeDeliveryRow)
class ResendApi(Deed):
    """The same once more."""

    rights: ClassVar[dict[str, str]] = {"POST": "reporting.send"}
    row = rows.WholeDeliveryRow
    find = queries.delivery_for
    do = _resend


@shaped(rows.WholeDeliveryRow, rows.DropBody)
class DropApi(Deed):
    """Not to be sent."""

    rights: ClassVar[dict[str, str]] = {"POST": "reporting.send"}
    row = rows.WholeDeliveryRow
    body = rows.DropBody
    find = queries.delivery_for
    do = _drop


class ScoreApi(ApiView):
    """The day's completeness as it stands now."""

    rights: ClassVar[dict[str, str]] = {"GET": "reporting.view"}

    @extend_schema(responses=rows.ScoreRow)
    def get(self, request: Request) -> Response:
        """Part by part."""
        company, now = company_of(cast(Account, request.user)), clock.now()
        day = today_of(company, now)
        score = score_at(company, day, now)
        counts = [{"part": one.part, "done": one.done, "of": one.of, "rate": one.rate}
                  for one in score.counts]  # fmt: skip
        return Response(rows.ScoreRow({"day": day, "value": score.value, "counts": counts}).data)


class CommitmentsApi(ListApi):
    """Days of commitment; POST commits for today."""

    rights: ClassVar[dict[str, str]] = {"GET": "reporting.view", "POST": "reporting.commit"}
    serializer_class = rows.CommitmentRow

    def get_queryset(self) -> QuerySet[Commitment]:
        """One's own company's."""
        return visible_commitments(cast(Account, self.request.user))

    @extend_schema(request=rows.CommitmentBody, responses={201: rows.CommitmentRow})
    def post(self, request: Request) -> Response:
        """422 with every reason."""
        data = parsed(rows.CommitmentBody, request)
        units = {key: data["units"].get(key, 0) for key in UNITS}
        given = Given(**(data | {"units": units}))
        made = actions.commit(cast(Account, request.user), given, clock.now())
        return drawn(rows.CommitmentRow, made, request, 201)
