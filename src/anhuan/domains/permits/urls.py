"""Addresses of the permits slice."""

from django.urls import path

from anhuan.domains.permits.api import around, deeds, permits

app_name = "permits"
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
urlpatterns = [path("api/v1/" + str(one.pattern), one.callback, name=one.name) for one in _api]
