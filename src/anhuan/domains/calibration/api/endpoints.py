"""Every endpoint of the slice."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.api import rows
from anhuan.domains.calibration.api.base import Deed, Many, Retire, account_of, parsed
from anhuan.domains.calibration.forms import walks as forms
from anhuan.domains.calibration.queries import anchors
from anhuan.domains.calibration.queries import rows as queries
from anhuan.kernel import clock

VIEW, EDIT = "calibration.view", "calibration.edit"
LIST = {"GET": VIEW, "POST": EDIT}


def shaped(out: Any, body: Any = None) -> Any:
    """What the schema says of a view's methods."""
    said = {
        "get": extend_schema(responses=out),
        "patch": extend_schema(request=out, responses=out),
        "post": extend_schema(request=body, responses=out),
    }

    def dress(view: Any) -> Any:
        return extend_schema_view(**{k: v for k, v in said.items() if hasattr(view, k)})(view)

    return dress


@shaped(rows.PointRow, rows.PointRow)
class PointsApi(Many):
    """Surveyed points."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = body = rows.PointRow
    filters = forms.POINT_FILTERS
    search = forms.POINT_SEARCH
    visible = queries.visible_points
    find = queries.get_point_for
    add = actions.save_point


@shaped(rows.PointRow)
class PointApi(ApiView):
    """One point."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "PATCH": EDIT}

    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        found = queries.get_point_for(account_of(request), pk)
        return Response(rows.PointRow(found, context={"request": request}).data)

    def patch(self, request: Request, pk: UUID) -> Response:
        """Measured again."""
        found = queries.get_point_for(account_of(request), pk)
        given = parsed(rows.PointRow, request, partial=True)
        actions.save_point(account_of(request), found.company, found, **given)
        return self.get(request, pk)


@shaped(rows.PointRow)
class PointRetireApi(Retire):
    """Nobody stands there any more; its results stay."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = rows.PointRow
    find = queries.get_point_for
    do = actions.retire_point


@shaped(rows.WalkRow, rows.WalkRow)
class WalksApi(Many):
    """Walk tests; begun by POST."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = body = rows.WalkRow
    filters = forms.WALK_FILTERS
    search = forms.NAME_SEARCH
    visible = queries.visible_walks
    find = queries.get_walk_for
    add = actions.begin_walk


@shaped(rows.WalkReportRow)
class WalkApi(ApiView):
    """One walk test with its report."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}

    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        found = queries.get_walk_for(account_of(request), pk)
        return Response(rows.WalkReportRow(found, context={"request": request}).data)


class _WalkDeed(Deed):
    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = rows.WalkReportRow
    find = queries.get_walk_for


@shaped(rows.WalkReportRow, rows.AtPointBody)
class StandApi(_WalkDeed):
    """The tag stands at a point from now on."""

    body = rows.AtPointBody
    do = actions.stand_at


@shaped(rows.WalkReportRow, rows.PastStandBody)
class PastStandApi(_WalkDeed):
    """A stand entered afterwards."""

    body = rows.PastStandBody
    do = actions.add_stand


@shaped(rows.WalkReportRow)
class LeaveApi(_WalkDeed):
    """The tag leaves its point."""

    do = actions.leave_point


@shaped(rows.WalkReportRow)
class WalkFinishApi(_WalkDeed):
    """Compute the report."""

    do = actions.finish_walk


@shaped(rows.WalkReportRow, rows.ReasonBody)
class WalkCancelApi(_WalkDeed):
    """Call it off."""

    body = rows.ReasonBody
    do = actions.cancel_walk


@extend_schema(responses=rows.CheckRow(many=True))
class AnchorChecksApi(ApiView):
    """Every anchor's self-check."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}

    def get(self, request: Request) -> Response:
        """Those with most to say first."""
        found = anchors.checks_for(account_of(request), clock.now())
        return Response(rows.CheckRow(found, many=True).data)


@shaped(rows.CheckRow)
class CorrectApi(ApiView):
    """Take an anchor's measured bias over."""

    rights: ClassVar[dict[str, str]] = {"POST": "devices.edit"}

    def post(self, request: Request, pk: UUID) -> Response:
        """The engine follows at once."""
        account = account_of(request)
        found = anchors.check_for(account, pk, clock.now())
        actions.correct_anchor(account, found.anchor)
        return Response(rows.CheckRow(anchors.check_for(account, pk, clock.now())).data)


@shaped(rows.AlarmTestRow, rows.AlarmTestRow)
class AlarmTestsApi(Many):
    """Alarm tests; begun by POST."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = body = rows.AlarmTestRow
    filters = forms.ALARM_TEST_FILTERS
    search = forms.NAME_SEARCH
    visible = queries.visible_alarm_tests
    find = queries.get_alarm_test_for
    add = actions.begin_alarm_test


@shaped(rows.AlarmTestReportRow)
class AlarmTestApi(ApiView):
    """One alarm test with its rates."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}

    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        found = queries.get_alarm_test_for(account_of(request), pk)
        return Response(rows.AlarmTestReportRow(found, context={"request": request}).data)


class _AlarmTestDeed(Deed):
    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = rows.AlarmTestReportRow
    find = queries.get_alarm_test_for


@shaped(rows.AlarmTestReportRow, rows.EventRow)
class StageApi(_AlarmTestDeed):
    """Write down what is acted out."""

    body = rows.EventRow
    do = actions.stage_event


@shaped(rows.EventRow)
class EventEndApi(Deed):
    """What was acted out is over."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = rows.EventRow
    find = queries.get_event_for
    do = actions.end_event


@shaped(rows.AlarmTestReportRow)
class AlarmTestFinishApi(_AlarmTestDeed):
    """Compare, and keep the verdict."""

    do = actions.finish_alarm_test


@shaped(rows.AlarmTestReportRow, rows.ReasonBody)
class AlarmTestCancelApi(_AlarmTestDeed):
    """Call it off."""

    body = rows.ReasonBody
    do = actions.cancel_alarm_test
