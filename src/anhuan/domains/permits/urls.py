"""Addresses of the permits slice."""

from django.urls import path

from anhuan.domains.permits.api import around, deeds, field, permits
from anhuan.domains.permits.pages import (
    board,
    listing,
    live,
    papers,
    permit,
    photos,
    reserve,
    statistics,
    today_map,
)
from anhuan.domains.permits.pages import deeds as deed_pages
from anhuan.domains.permits.pages.deeds.common import deed_view
from anhuan.domains.permits.pages.library import gases, hazards, points, settings, templates

app_name = "permits"
_pages = [
    path("permits/", board.board, name="permits"),
    path("permits/ledger/", listing.ledger, name="ledger"),
    path("permits/map/", today_map.today_map, name="today_map"),
    path("permits/map/feed/", today_map.map_feed, name="map_feed"),
    path("permits/statistics/", statistics.statistics, name="statistics"),
    path("permits/kinds/", reserve.choose, name="choose_kind"),
    path("permits/reserve/", reserve.reserve, name="reserve"),
    path("permits/reserve/level/", reserve.preview, name="preview"),
    path("permits/gases/", gases.gases, name="gases"),
    path("permits/gases/new/", gases.gas_create, name="gas_create"),
    path("permits/gases/<uuid:pk>/", gases.gas_edit, name="gas_edit"),
    path("permits/hazards/", hazards.hazards, name="hazards"),
    path("permits/hazards/new/", hazards.hazard_create, name="hazard_create"),
    path("permits/hazards/<uuid:pk>/", hazards.hazard_edit, name="hazard_edit"),
    path("permits/points/", points.points, name="points"),
    path("permits/points/new/", points.point_create, name="point_create"),
    path("permits/points/<uuid:pk>/", points.point_edit, name="point_edit"),
    path("permits/forms/", templates.templates, name="templates"),
    path("permits/forms/<uuid:pk>/", templates.template, name="template"),
    path("permits/forms/<uuid:pk>/edit/", templates.template_edit, name="template_edit"),
    path("permits/settings/", settings.settings, name="settings"),
    path("permits/photos/<uuid:pk>/", photos.photo, name="photo"),
    path("permits/<uuid:pk>/", permit.permit, name="permit"),
    path("permits/pdf/", papers.pdfs, name="print_many"),
    path("permits/<uuid:pk>/pdf/", papers.pdf, name="print"),
    path("permits/<uuid:pk>/hazards/pdf/", papers.hazards_pdf, name="print_hazards"),
    path("p/verify/<str:code>", papers.verify_paper, name="verify_paper"),
    path("permits/<uuid:pk>/scene/", live.scene, name="scene"),
    path("permits/<uuid:pk>/judged/", deed_pages.judged, name="judged"),
    *(
        path(f"permits/<uuid:pk>/{one.deed.replace('_', '-')}/", deed_view(one), name=one.deed)
        for one in deed_pages.PAGES
    ),
]
_api = [
    path("permits", permits.PermitsApi.as_view(), name="api_permits"),
    path("permits/<uuid:pk>", permits.PermitApi.as_view(), name="api_permit"),
    path("permits/<uuid:pk>/check", permits.VerifyApi.as_view(), name="api_check"),
    path("permits/<uuid:pk>/photos", permits.PhotosApi.as_view(), name="api_photos"),
    path("permit-photos/<uuid:pk>", permits.PhotoApi.as_view(), name="api_photo"),
    path("permit-tasks", around.TasksApi.as_view(), name="api_tasks"),
    path("permit-forms", around.FormsApi.as_view(), name="api_forms"),
    path("permit-gases", around.GasesApi.as_view(), name="api_gases"),
    path("permit-weather", around.WeatherApi.as_view(), name="api_weather"),
    path("permit-delegations", around.DelegationsApi.as_view(), name="api_delegations"),
    path("permit-proofs", field.ProofsApi.as_view(), name="api_proofs"),
    path("permits/<uuid:pk>/suggestions", around.SuggestionsApi.as_view(), name="api_suggestions"),
    path("permits/<uuid:pk>/report-row", around.ReportRowApi.as_view(), name="api_report_row"),
    path("permits/<uuid:pk>/add-measure", deeds.AddMeasureApi.as_view(), name="api_add_measure"),
    *(
        path(
            f"permits/<uuid:pk>/{one.deed.replace('_', '-')}", one.as_view(),
            name=f"api_{one.deed}",
        )
        for one in deeds.DEEDS
    ),
]  # fmt: skip
urlpatterns = [
    *_pages,
    *(path("api/v1/" + str(one.pattern), one.callback, name=one.name) for one in _api),
]
