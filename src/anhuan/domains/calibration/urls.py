"""Addresses of calibration."""

from django.urls import path

from anhuan.domains.calibration.api import computed
from anhuan.domains.calibration.api import endpoints as api
from anhuan.domains.calibration.api import instruments as api_instruments
from anhuan.domains.calibration.api import settings as api_settings
from anhuan.domains.calibration.pages import (
    alarm_report,
    alarm_tests,
    anchors,
    instruments,
    points,
    radio_maps,
    retuning,
    routes,
    walk_report,
    walks,
    way_report,
)

app_name = "calibration"
_points = [
    path("", points.points, name="points"),
    path("create/", points.point_create, name="point_create"),
    path("import/", routes.points_import, name="points_import"),
    path("<uuid:pk>/", points.point, name="point"),
    path("<uuid:pk>/edit/", points.point_edit, name="point_edit"),
    path("<uuid:pk>/retire/", points.point_retire, name="point_retire"),
]
_routes = [
    path("", routes.routes, name="routes"),
    path("create/", routes.route_create, name="route_create"),
    path("<uuid:pk>/", routes.route, name="route"),
    path("<uuid:pk>/edit/", routes.route_edit, name="route_edit"),
    path("<uuid:pk>/retire/", routes.route_retire, name="route_retire"),
]
_maps = [
    path("", radio_maps.radio_maps, name="radio_maps"),
    path("create/", radio_maps.radio_map_create, name="radio_map_create"),
    path("<uuid:pk>/", radio_maps.radio_map, name="radio_map"),
    path("<uuid:pk>/activate/", radio_maps.radio_map_activate, name="radio_map_activate"),
    path("<uuid:pk>/deactivate/", radio_maps.radio_map_deactivate, name="radio_map_deactivate"),
]
_instruments = [
    path("", instruments.instruments, name="instruments"),
    path("create/", instruments.instrument_create, name="instrument_create"),
    path("<uuid:pk>/", instruments.instrument, name="instrument"),
    path("<uuid:pk>/edit/", instruments.instrument_edit, name="instrument_edit"),
    path("<uuid:pk>/retire/", instruments.instrument_retire, name="instrument_retire"),
]
_walks = [
    path("", walks.walks, name="walks"),
    path("create/", walks.walk_create, name="walk_create"),
    path("settings/", points.settings, name="settings"),
    path("<uuid:pk>/", walk_report.walk, name="walk"),
    path("<uuid:pk>/stand/", walks.stand, name="stand"),
    path("<uuid:pk>/leave/", walks.leave, name="leave"),
    path("<uuid:pk>/pass/", way_report.walk_pass, name="walk_pass"),
    path("<uuid:pk>/stands/create/", walks.stand_add, name="stand_add"),
    path("<uuid:pk>/finish/", walks.finish, name="walk_finish"),
    path("<uuid:pk>/cancel/", walks.cancel, name="walk_cancel"),
]
_anchors = [
    path("", anchors.anchors, name="anchors"),
    path("<uuid:pk>/", anchors.anchor, name="anchor"),
    path("<uuid:pk>/correct/", anchors.anchor_correct, name="anchor_correct"),
]
_alarm_tests = [
    path("", alarm_tests.alarm_tests, name="alarm_tests"),
    path("create/", alarm_tests.alarm_test_create, name="alarm_test_create"),
    path("events/<uuid:pk>/end/", alarm_tests.event_end, name="event_end"),
    path("<uuid:pk>/", alarm_report.alarm_test, name="alarm_test"),
    path("<uuid:pk>/events/create/", alarm_tests.event_create, name="event_create"),
    path("<uuid:pk>/retunes/create/", retuning.retune_create, name="retune_create"),
    path("<uuid:pk>/finish/", alarm_tests.alarm_test_finish, name="alarm_test_finish"),
    path("<uuid:pk>/cancel/", alarm_tests.alarm_test_cancel, name="alarm_test_cancel"),
]
_api = [
    path("survey-points", api.PointsApi.as_view(), name="api_points"),
    path("survey-points/<uuid:pk>", api.PointApi.as_view(), name="api_point"),
    path("survey-points/<uuid:pk>/retire", api.PointRetireApi.as_view(), name="api_point_retire"),
    path("survey-routes", computed.RoutesApi.as_view(), name="api_routes"),
    path("survey-routes/<uuid:pk>", computed.RouteApi.as_view(), name="api_route"),
    path("survey-routes/<uuid:pk>/retire", computed.RouteRetireApi.as_view(),
         name="api_route_retire"),
    path("radio-maps", computed.MapsApi.as_view(), name="api_radio_maps"),
    path("radio-maps/<uuid:pk>", computed.MapApi.as_view(), name="api_radio_map"),
    path("radio-maps/<uuid:pk>/activate", computed.MapActivateApi.as_view(),
         name="api_radio_map_activate"),
    path("radio-maps/<uuid:pk>/deactivate", computed.MapDeactivateApi.as_view(),
         name="api_radio_map_deactivate"),
    path("alarm-tests/<uuid:pk>/retunes", computed.RetunesApi.as_view(),
         name="api_alarm_test_retunes"),
    path("walk-tests/<uuid:pk>/pass", computed.PassApi.as_view(), name="api_walk_pass"),
    path("walk-tests", api.WalksApi.as_view(), name="api_walks"),
    path("walk-tests/<uuid:pk>", api.WalkApi.as_view(), name="api_walk"),
    path("walk-tests/<uuid:pk>/stand", api.StandApi.as_view(), name="api_walk_stand"),
    path("walk-tests/<uuid:pk>/leave", api.LeaveApi.as_view(), name="api_walk_leave"),
    path("walk-tests/<uuid:pk>/stands", api.PastStandApi.as_view(), name="api_walk_stands"),
    path("walk-tests/<uuid:pk>/finish", api.WalkFinishApi.as_view(), name="api_walk_finish"),
    path("walk-tests/<uuid:pk>/cancel", api.WalkCancelApi.as_view(), name="api_walk_cancel"),
    path("test-instruments", api_instruments.InstrumentsApi.as_view(), name="api_instruments"),
    path("test-instruments/<uuid:pk>", api_instruments.InstrumentApi.as_view(),
         name="api_instrument"),
    path("test-instruments/<uuid:pk>/retire", api_instruments.InstrumentRetireApi.as_view(),
         name="api_instrument_retire"),
    path("calibration-settings", api_settings.SettingsApi.as_view(), name="api_settings"),
    path("anchor-checks", api.AnchorChecksApi.as_view(), name="api_anchors"),
    path("anchor-checks/<uuid:pk>/correct", api.CorrectApi.as_view(), name="api_anchor_correct"),
    path("alarm-tests", api.AlarmTestsApi.as_view(), name="api_alarm_tests"),
    path("alarm-tests/<uuid:pk>", api.AlarmTestApi.as_view(), name="api_alarm_test"),
    path("alarm-tests/<uuid:pk>/events", api.StageApi.as_view(), name="api_alarm_test_stage"),
    path("alarm-tests/<uuid:pk>/finish", api.AlarmTestFinishApi.as_view(),
         name="api_alarm_test_finish"),
    path("alarm-tests/<uuid:pk>/cancel", api.AlarmTestCancelApi.as_view(),
         name="api_alarm_test_cancel"),
    path("alarm-test-events/<uuid:pk>/end", api.EventEndApi.as_view(), name="api_event_end"),
]  # fmt: skip
_FOLDERS = (
    ("survey-points/", _points), ("survey-routes/", _routes), ("radio-maps/", _maps),
    ("test-instruments/", _instruments), ("walk-tests/", _walks), ("anchor-checks/", _anchors),
    ("alarm-tests/", _alarm_tests), ("api/v1/", _api),
)  # fmt: skip
urlpatterns = [
    path(folder + str(one.pattern), one.callback, name=one.name)
    for folder, some in _FOLDERS
    for one in some
]
