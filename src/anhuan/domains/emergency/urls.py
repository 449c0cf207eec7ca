"""Addresses of the emergency slice."""

from django.urls import path

from anhuan.desk.details import PANELS
from anhuan.domains.emergency.api import deeds, evacuations
from anhuan.domains.emergency.pages import listing, live, ordering, panels, report

app_name = "emergency"
PANELS.setdefault("alarms.alarm", []).insert(0, panels.alarm_panel)
_pages = [
    path("emergency/", listing.evacuations, name="evacuations"),
    path("emergency/settings/", listing.settings, name="settings"),
    path("emergency/order/", ordering.order, name="order"),
    path("emergency/alarms/<uuid:pk>/order/", ordering.order_from_alarm, name="order_from_alarm"),
    path("emergency/<uuid:pk>/", live.evacuation, name="evacuation"),
    path("emergency/<uuid:pk>/report/", report.report, name="report"),
    path("emergency/<uuid:pk>/add/", live.add, name="add"),
    path("emergency/<uuid:pk>/stand-down/", live.stand_down, name="stand_down"),
    path("emergency/<uuid:pk>/tell-again/", live.tell_again, name="tell_again"),
]
_api = [
    path("evacuations", evacuations.EvacuationsApi.as_view(), name="api_evacuations"),
    path("evacuations/affected", evacuations.AffectedApi.as_view(), name="api_affected"),
    path("evacuations/<uuid:pk>", evacuations.EvacuationApi.as_view(), name="api_evacuation"),
    path("evacuations/<uuid:pk>/report", evacuations.ReportApi.as_view(), name="api_report"),
    path("evacuations/<uuid:pk>/add", deeds.Add.as_view(), name="api_add"),
    path("evacuations/<uuid:pk>/tick", deeds.Tick.as_view(), name="api_tick"),
    path("evacuations/<uuid:pk>/untick", deeds.Untick.as_view(), name="api_untick"),
    path("evacuations/<uuid:pk>/tell-again", deeds.TellAgain.as_view(), name="api_tell"),
    path("evacuations/<uuid:pk>/stand-down", deeds.StandDown.as_view(), name="api_stand_down"),
]
urlpatterns = [
    *_pages,
    *(path("api/v1/" + str(one.pattern), one.callback, name=one.name) for one in _api),
]
