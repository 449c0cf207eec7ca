"""Endpoints of routes, radio maps and retuned alarm tests."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.api.base import Deed, Many, Retire, account_of, parsed
from anhuan.domains.calibration.api.endpoints import EDIT, LIST, VIEW, shaped
from anhuan.domains.calibration.api.rows import Mine, WalkReportRow
from anhuan.domains.calibration.forms.computing import MAP_FILTERS
from anhuan.domains.calibration.forms.routes import ROUTE_SEARCH
from anhuan.domains.calibration.models import RadioMap, SurveyPoint, SurveyRoute
from anhuan.domains.calibration.queries import radio_maps as maps
from anhuan.domains.calibration.queries import rows as queries
from anhuan.domains.calibration.queries.retuning import Outcome, outcomes_of


class RouteRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A route; `points` in the order they are passed."""

    points = Mine(queryset=SurveyPoint.objects.all(), many=True, write_only=True)

    class Meta:
        model = SurveyRoute
        fields = ("id", "name", "pause_s", "note", "points")
        validators: ClassVar[list[Any]] = []

    def to_representation(self, instance: SurveyRoute) -> dict[str, Any]:
        """With the points' ids."""
        stops = queries.stops_of(instance)
        return {**super().to_representation(instance), "points": [one.point_id for one in stops]}


class MapRow(s.ModelSerializer):  # type: ignore[type-arg]
    """One version of a floor's radio map. `figures`: left-out errors, metres."""

    class Meta:
        model = RadioMap
        fields = ("id", "floor", "version", "state", "is_active", "asked_at", "asked_by", "note",
                  "walks", "anchors", "levels", "figures", "error")  # fmt: skip
        read_only_fields = ("version", "state", "is_active", "asked_at", "asked_by", "walks",
                            "anchors", "levels", "figures", "error")  # fmt: skip


class PassBody(s.Serializer):  # type: ignore[type-arg]
    """When the next point was reached; nothing: now."""

    at = s.DateTimeField(required=False)


class RetuneBody(s.Serializer):  # type: ignore[type-arg]
    """A set of thresholds by name: crowd_radius_m, crowd_longer_than_s, over_at_limit, …"""

    name = s.CharField(max_length=40)
    tuning = s.DictField()


@shaped(RouteRow, RouteRow)
class RoutesApi(Many):
    """Routes of surveyed points."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = body = RouteRow
    search = ROUTE_SEARCH
    visible = queries.visible_routes
    find = queries.get_route_for
    add = actions.save_route


@shaped(RouteRow)
class RouteApi(ApiView):
    """One route."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "PATCH": EDIT}

    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        found = queries.get_route_for(account_of(request), pk)
        return Response(RouteRow(found, context={"request": request}).data)

    def patch(self, request: Request, pk: UUID) -> Response:
        """Other points, or another name."""
        found = queries.get_route_for(account_of(request), pk)
        given = {"points": [one.point for one in queries.stops_of(found)]}
        given |= parsed(RouteRow, request, partial=True)
        actions.save_route(account_of(request), found.company, found, **given)
        return self.get(request, pk)


@shaped(RouteRow)
class RouteRetireApi(Retire):
    """Nobody walks it any more; its results stay."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = RouteRow
    find = queries.get_route_for
    do = actions.retire_route


@shaped(WalkReportRow, PassBody)
class PassApi(Deed):
    """The tag is at the next point of its route."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = WalkReportRow
    body = PassBody
    find = queries.get_walk_for
    do = actions.pass_point


@shaped(MapRow, MapRow)
class MapsApi(Many):
    """Radio maps; POST asks for the next version of a floor's."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = body = MapRow
    filters = MAP_FILTERS
    visible = maps.visible_maps
    find = maps.get_map_for
    add = actions.ask_map


@shaped(MapRow)
class MapApi(ApiView):
    """One version."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}

    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        return Response(MapRow(maps.get_map_for(account_of(request), pk)).data)


class _MapDeed(Deed):
    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = MapRow
    find = maps.get_map_for


@shaped(MapRow)
class MapActivateApi(_MapDeed):
    """The engine locates by it from now on."""

    do = actions.activate_map


@shaped(MapRow)
class MapDeactivateApi(_MapDeed):
    """The engine goes by distance again."""

    do = actions.deactivate_map


@shaped(RetuneBody, RetuneBody)
class RetunesApi(ApiView):
    """Runs of an alarm test with other thresholds."""

    rights: ClassVar[dict[str, str]] = LIST

    def get(self, request: Request, pk: UUID) -> Response:
        """Each with its rates, once computed."""
        test = queries.get_alarm_test_for(account_of(request), pk)
        return Response([_run(one) for one in outcomes_of(test)])

    def post(self, request: Request, pk: UUID) -> Response:
        """One more; computed within a minute or so."""
        test = queries.get_alarm_test_for(account_of(request), pk)
        actions.ask_retune(account_of(request), test, **parsed(RetuneBody, request))
        return Response([_run(one) for one in outcomes_of(test)], status=201)


def _run(one: Outcome) -> dict[str, Any]:
    run, whole = one.run, one.result.whole if one.result else None
    return {
        "id": str(run.pk), "name": run.name, "tuning": run.tuning, "state": run.state,
        "error": run.error, "passed": one.passed, "figures": run.figures,
        "whole": whole and asdict(whole)
        | {"miss_rate": whole.miss_rate, "false_rate": whole.false_rate},
        "families": one.result and {
            name: {"miss_rate": rates.miss_rate, "false_rate": rates.false_rate}
            for name, rates in one.result.families.items()
        },
    }  # fmt: skip
