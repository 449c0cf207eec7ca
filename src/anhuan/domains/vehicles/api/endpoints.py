"""Every endpoint of the slice."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from anhuan.desk.api import ListApi
from anhuan.domains.vehicles import actions
from anhuan.domains.vehicles.api import rows
from anhuan.domains.vehicles.api.base import Deed, Many, One, account_of
from anhuan.domains.vehicles.forms import roads as road_forms
from anhuan.domains.vehicles.forms import terminals as terminal_forms
from anhuan.domains.vehicles.forms import trips as trip_forms
from anhuan.domains.vehicles.queries import roads, terminals, trips

EDIT, TRIP = "vehicles.edit", "trips.edit"
LIST = {"GET": "vehicles.view", "POST": EDIT}
ITEM = {"GET": "vehicles.view", "PATCH": EDIT}


def shaped(out: Any, body: Any = None) -> Any:
    """What the schema says of a view's methods."""
    said = {
        "get": extend_schema(responses=out),
        "patch": extend_schema(request=out, responses=out),
        "post": extend_schema(request=body or out, responses=out),
    }

    def dress(view: Any) -> Any:
        return extend_schema_view(**{k: v for k, v in said.items() if hasattr(view, k)})(view)

    return dress


@shaped(rows.TerminalRow, rows.EnrolBody)
class TerminalsApi(Many):
    """Vehicle terminals (JT/T 808)."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.TerminalRow
    body = rows.EnrolBody
    filters = terminal_forms.TERMINAL_FILTERS
    search = terminal_forms.TERMINAL_SEARCH
    visible = terminals.visible_terminals
    add = actions.enrol_terminal


@shaped(rows.TerminalRow)
class TerminalApi(One):
    """One terminal."""

    rights: ClassVar[dict[str, str]] = ITEM
    row = rows.TerminalRow
    find = terminals.get_terminal_for
    change = actions.edit_terminal


@shaped(rows.TerminalRow)
class TerminalReleaseApi(Deed):
    """Let another device register under this number."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = rows.TerminalRow
    find = terminals.get_terminal_for
    do = actions.release_terminal


@shaped(rows.TerminalRow, rows.ReasonBody)
class TerminalRetireApi(Deed):
    """Refuse it from now on."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = rows.TerminalRow
    body = rows.ReasonBody
    find = terminals.get_terminal_for
    do = actions.retire_terminal


class KnocksApi(ListApi):
    """Terminals that were refused."""

    rights: ClassVar[dict[str, str]] = {"GET": "vehicles.view"}
    serializer_class = rows.KnockRow
    filters = terminal_forms.KNOCK_FILTERS
    search = terminal_forms.KNOCK_SEARCH

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return terminals.visible_knocks(account_of(self.request))


@shaped(rows.ClassRow)
class ClassesApi(Many):
    """Classes of vehicle."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.ClassRow
    filters = road_forms.CLASS_FILTERS
    visible = roads.visible_classes
    add = actions.save_class


@shaped(rows.ClassRow)
class ClassApi(One):
    """One class."""

    rights: ClassVar[dict[str, str]] = ITEM
    row = rows.ClassRow
    find = roads.get_class_for
    change = staticmethod(
        lambda actor, row, **values: actions.save_class(actor, row.company, row, **values)
    )


@shaped(rows.ParkingRow)
class ParkingPlacesApi(Many):
    """Parking places, GeoJSON polygons in degrees."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.ParkingRow
    visible = roads.visible_parking
    add = actions.save_parking


@shaped(rows.ParkingRow)
class ParkingPlaceApi(One):
    """One parking place."""

    rights: ClassVar[dict[str, str]] = ITEM
    row = rows.ParkingRow
    find = roads.get_parking_for
    change = staticmethod(
        lambda actor, row, **values: actions.save_parking(actor, row.company, row, **values)
    )


@shaped(rows.RouteRow)
class RoutesApi(Many):
    """Routes, GeoJSON lines in degrees."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.RouteRow
    visible = roads.visible_routes
    add = actions.save_route


@shaped(rows.RouteRow)
class RouteApi(One):
    """One route."""

    rights: ClassVar[dict[str, str]] = ITEM
    row = rows.RouteRow
    find = roads.get_route_for
    change = staticmethod(
        lambda actor, row, **values: actions.save_route(actor, row.company, row, **values)
    )


@shaped(rows.TripRow)
class TripsApi(Many):
    """Trips of vehicles; booked by POST."""

    rights: ClassVar[dict[str, str]] = {"GET": "vehicles.view", "POST": TRIP}
    serializer_class = rows.TripRow
    filters = trip_forms.TRIP_FILTERS
    search = trip_forms.TRIP_SEARCH
    visible = trips.visible_trips
    add = actions.book_trip


@shaped(rows.TripRow)
class TripApi(One):
    """One trip."""

    rights: ClassVar[dict[str, str]] = {"GET": "vehicles.view", "PATCH": TRIP}
    row = rows.TripRow
    find = trips.get_trip_for
    change = actions.change_trip


@shaped(rows.TripRow)
class TripAdmitApi(Deed):
    """Let the vehicle in."""

    rights: ClassVar[dict[str, str]] = {"POST": TRIP}
    row = rows.TripRow
    find = trips.get_trip_for
    do = actions.admit_trip


@shaped(rows.TripRow)
class TripEndApi(Deed):
    """Let the vehicle out."""

    rights: ClassVar[dict[str, str]] = {"POST": TRIP}
    row = rows.TripRow
    find = trips.get_trip_for
    do = actions.end_trip


@shaped(rows.TripRow, rows.ReasonBody)
class TripCancelApi(Deed):
    """Call a booking off."""

    rights: ClassVar[dict[str, str]] = {"POST": TRIP}
    row = rows.TripRow
    body = rows.ReasonBody
    find = trips.get_trip_for
    do = actions.cancel_trip
