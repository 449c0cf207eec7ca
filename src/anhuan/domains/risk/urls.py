"""Addresses of the risk slice."""

from django.urls import path

from anhuan.domains.risk.api import endpoints as api
from anhuan.domains.risk.pages import (
    duties,
    events,
    identifications,
    map,
    objects,
    pictures,
    register,
    settings,
)

app_name = "risk"
_map = [
    path("", map.risk_map, name="map"),
    path("areas/<uuid:pk>/", map.area, name="area"),
    path("areas/<uuid:pk>/card/", map.card_edit, name="card_edit"),
    path("areas/<uuid:pk>/know-card.pdf", map.know_card_pdf, name="know_card"),
    path("areas/<uuid:pk>/emergency-card.pdf", map.emergency_card_pdf, name="emergency_card"),
    path("settings/", settings.settings, name="settings"),
]
_register = [
    path("register/", register.register, name="register"),
    path("register/import/", register.register_import, name="import"),
    path("tree/", register.tree, name="tree"),
    path("objects/", objects.objects, name="objects"),
    path("objects/create/", objects.object_create, name="object_create"),
    path("objects/<uuid:pk>/", objects.risk_object, name="object"),
    path("objects/<uuid:pk>/edit/", objects.object_edit, name="object_edit"),
    path("objects/<uuid:pk>/retire/", objects.object_retire, name="object_retire"),
    path("objects/<uuid:pk>/units/create/", objects.unit_create, name="unit_create"),
    path("units/<uuid:pk>/", objects.unit, name="unit"),
    path("units/<uuid:pk>/edit/", objects.unit_edit, name="unit_edit"),
    path("units/<uuid:pk>/retire/", objects.unit_retire, name="unit_retire"),
    path("units/<uuid:pk>/events/create/", events.event_create, name="event_create"),
    path("events/<uuid:pk>/", events.event, name="event"),
    path("events/<uuid:pk>/edit/", events.event_edit, name="event_edit"),
    path("events/<uuid:pk>/assess/", events.assess, name="assess"),
    path("events/<uuid:pk>/retire/", events.event_retire, name="event_retire"),
    path("events/<uuid:pk>/measures/create/", events.measure_create, name="measure_create"),
    path("measures/<uuid:pk>/edit/", events.measure_edit, name="measure_edit"),
    path("measures/<uuid:pk>/retire/", events.measure_retire, name="measure_retire"),
]
_pictures = [
    path("pictures/", pictures.pictures, name="pictures"),
    path("pictures/create/", pictures.picture_create, name="picture_create"),
    path("pictures/retire/", pictures.pictures_retire, name="pictures_retire"),
    path("pictures/<uuid:pk>/", pictures.picture, name="picture"),
]
_sources = [
    path("duties/", duties.duties, name="duties"),
    path("duties/create/", duties.duty_create, name="duty_create"),
    path("duties/<uuid:pk>/edit/", duties.duty_edit, name="duty_edit"),
    path("sources/<uuid:pk>/", duties.source, name="source"),
    path("sources/<uuid:pk>/board.pdf", duties.board, name="board"),
    path("sources/<uuid:pk>/perform/", duties.perform, name="perform"),
    path("holdings/<uuid:pk>/confirm/", duties.confirm, name="confirm"),
    path("identifications/", identifications.identifications, name="identifications"),
    path("identifications/create/", identifications.identify, name="identify"),
    path("identifications/<uuid:pk>/", identifications.identification, name="identification"),
    path("identifications/<uuid:pk>/sheet.pdf", identifications.identification_pdf,
         name="identification_pdf"),
    path("identifications/<uuid:pk>/register/", identifications.identification_register,
         name="identification_register"),
]  # fmt: skip
_api = [
    path("risk-objects", api.ObjectsApi.as_view(), name="api_objects"),
    path("risk-units", api.UnitsApi.as_view(), name="api_units"),
    path("risk-events", api.EventsApi.as_view(), name="api_events"),
    path("risk-events/<uuid:pk>/assess", api.AssessApi.as_view(), name="api_assess"),
    path("risk-measures", api.MeasuresApi.as_view(), name="api_measures"),
    path("risk-register", api.RegisterApi.as_view(), name="api_register"),
    path("risks-near", api.NearApi.as_view(), name="api_near"),
    path("risk-rows", api.RowsApi.as_view(), name="api_rows"),
    path("risk-duties", api.DutiesApi.as_view(), name="api_duties"),
    path("major-hazard-identifications", api.IdentificationsApi.as_view(),
         name="api_identifications"),
    path("major-hazard-verdict", api.JudgeApi.as_view(), name="api_judge"),
]  # fmt: skip
_FOLDERS = (
    ("risks/", [*_map, *_register, *_pictures, *_sources]), ("api/v1/", _api),
)  # fmt: skip
urlpatterns = [
    path(folder + str(one.pattern), one.callback, name=one.name)
    for folder, some in _FOLDERS
    for one in some
]
