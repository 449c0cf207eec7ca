"""Addresses of the vehicle slice."""

from django.urls import path

from anhuan.desk.details import PANELS
from anhuan.domains.vehicles.api import endpoints as api
from anhuan.domains.vehicles.pages import classes, panels, parking, routes, terminals, trips

app_name = "vehicles"
# Cards on the vehicle's page of the positioning slice, below us.
PANELS.setdefault("positioning.vehicle", []).extend((panels.rules_panel, panels.trips_panel))
_terminals = [
    path("", terminals.terminals, name="terminals"),
    path("create/", terminals.terminal_create, name="terminal_create"),
    path("refused/", terminals.knocks, name="knocks"),
    path("refused/<uuid:pk>/", terminals.knock, name="knock"),
    path("refused/<uuid:pk>/drop/", terminals.knock_drop, name="knock_drop"),
    path("<uuid:pk>/", terminals.terminal, name="terminal"),
    path("<uuid:pk>/edit/", terminals.terminal_edit, name="terminal_edit"),
    path("<uuid:pk>/release/", terminals.terminal_release, name="terminal_release"),
    path("<uuid:pk>/retire/", terminals.terminal_retire, name="terminal_retire"),
]
_classes = [
    path("", classes.classes, name="classes"),
    path("create/", classes.vehicle_class_create, name="vehicle_class_create"),
    path("<uuid:pk>/", classes.vehicle_class, name="vehicle_class"),
    path("<uuid:pk>/edit/", classes.vehicle_class_edit, name="vehicle_class_edit"),
    path("<uuid:pk>/retire/", classes.vehicle_class_retire, name="vehicle_class_retire"),
]
_parking = [
    path("", parking.parking_places, name="parking_places"),
    path("create/", parking.parking_place_create, name="parking_place_create"),
    path("<uuid:pk>/", parking.parking_place, name="parking_place"),
    path("<uuid:pk>/edit/", parking.parking_place_edit, name="parking_place_edit"),
    path("<uuid:pk>/retire/", parking.parking_place_retire, name="parking_place_retire"),
]
_routes = [
    path("", routes.routes, name="routes"),
    path("create/", routes.route_create, name="route_create"),
    path("<uuid:pk>/", routes.route, name="route"),
    path("<uuid:pk>/edit/", routes.route_edit, name="route_edit"),
    path("<uuid:pk>/retire/", routes.route_retire, name="route_retire"),
]
_trips = [
    path("", trips.trips, name="trips"),
    path("create/", trips.trip_create, name="trip_create"),
    path("<uuid:pk>/", trips.trip, name="trip"),
    path("<uuid:pk>/edit/", trips.trip_edit, name="trip_edit"),
    path("<uuid:pk>/admit/", trips.trip_admit, name="trip_admit"),
    path("<uuid:pk>/end/", trips.trip_end, name="trip_end"),
    path("<uuid:pk>/cancel/", trips.trip_cancel, name="trip_cancel"),
]
_api = [
    path("vehicle-terminals", api.TerminalsApi.as_view(), name="api_terminals"),
    path("vehicle-terminals/refused", api.KnocksApi.as_view(), name="api_knocks"),
    path("vehicle-terminals/<uuid:pk>", api.TerminalApi.as_view(), name="api_terminal"),
    path("vehicle-terminals/<uuid:pk>/release", api.TerminalReleaseApi.as_view(),
         name="api_terminal_release"),
    path("vehicle-terminals/<uuid:pk>/retire", api.TerminalRetireApi.as_view(),
         name="api_terminal_retire"),
    path("vehicle-classes", api.ClassesApi.as_view(), name="api_classes"),
    path("vehicle-classes/<uuid:pk>", api.ClassApi.as_view(), name="api_vehicle_class"),
    path("parking-places", api.ParkingPlacesApi.as_view(), name="api_parking_places"),
    path("parking-places/<uuid:pk>", api.ParkingPlaceApi.as_view(), name="api_parking_place"),
    path("routes", api.RoutesApi.as_view(), name="api_routes"),
    path("routes/<uuid:pk>", api.RouteApi.as_view(), name="api_route"),
    path("trips", api.TripsApi.as_view(), name="api_trips"),
    path("trips/<uuid:pk>", api.TripApi.as_view(), name="api_trip"),
    path("trips/<uuid:pk>/admit", api.TripAdmitApi.as_view(), name="api_trip_admit"),
    path("trips/<uuid:pk>/end", api.TripEndApi.as_view(), name="api_trip_end"),
    path("trips/<uuid:pk>/cancel", api.TripCancelApi.as_view(), name="api_trip_cancel"),
]  # fmt: skip
_FOLDERS = (
    ("vehicle-terminals/", _terminals), ("vehicle-classes/", _classes),
    ("parking-places/", _parking), ("routes/", _routes), ("trips/", _trips), ("api/v1/", _api),
)  # fmt: skip
urlpatterns = [
    path(folder + str(one.pattern), one.callback, name=one.name)
    for folder, some in _FOLDERS
    for one in some
]
