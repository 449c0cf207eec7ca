"""Addresses of the hazards slice."""

from django.urls import path

from anhuan.desk.details import PANELS
from anhuan.domains.hazards.api import deeds, hazards
from anhuan.domains.hazards.pages import (
    board,
    configuring,
    hazard,
    importing,
    listing,
    panels,
    papers,
    photos,
    reporting,
    statistics,
    verifying,
)
from anhuan.domains.hazards.pages.deeds import PAGES, deed_view

app_name = "hazards"
PANELS.setdefault("plant.area", []).append(panels.area_panel)
PANELS.setdefault("permits.permit", []).append(panels.permit_panel)
_pages = [
    path("hazards/", board.board, name="hazards"),
    path("hazards/ledger/", listing.ledger, name="ledger"),
    path("hazards/deleted/", listing.deleted, name="deleted"),
    path("hazards/statistics/", statistics.statistics, name="statistics"),
    path("hazards/report.pdf", papers.report, name="report"),
    path("hazards/import/", importing.import_hazards, name="import"),
    path("hazards/settings/", configuring.settings, name="settings"),
    path("hazards/new/", reporting.create, name="create"),
    path("hazards/photos/<uuid:pk>/", photos.photo, name="photo"),
    path("hazards/<uuid:pk>/", hazard.hazard, name="hazard"),
    path("hazards/<uuid:pk>/correct/", reporting.correct, name="correct"),
    path("hazards/<uuid:pk>/verify/", verifying.verify, name="verify"),
    path("hazards/<uuid:pk>/pdf/", papers.print_hazard, name="print"),
    *(
        path(f"hazards/<uuid:pk>/{one.deed.replace('_', '-')}/", deed_view(one), name=one.deed)
        for one in PAGES
    ),
]
_api = [
    path("hazards", hazards.HazardsApi.as_view(), name="api_hazards"),
    path("hazards/<uuid:pk>", hazards.HazardApi.as_view(), name="api_hazard"),
    path("hazards/<uuid:pk>/check", hazards.CheckApi.as_view(), name="api_check"),
    path("hazards/<uuid:pk>/report-row", hazards.ReportRowApi.as_view(), name="api_report_row"),
    path("hazards/<uuid:pk>/photos", hazards.PhotosApi.as_view(), name="api_photos"),
    path("hazard-photos/<uuid:pk>", hazards.PhotoApi.as_view(), name="api_photo"),
    path("hazard-tasks", hazards.TasksApi.as_view(), name="api_tasks"),
    *(
        path(
            f"hazards/<uuid:pk>/{one.deed.replace('_', '-')}", one.as_view(),
            name=f"api_{one.deed}",
        )
        for one in deeds.DEEDS
    ),
]  # fmt: skip
urlpatterns = [
    *_pages,
    *(path("api/v1/" + str(one.pattern), one.callback, name=one.name) for one in _api),
]
