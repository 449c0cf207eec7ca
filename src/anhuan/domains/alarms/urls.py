"""Addresses of the alarms."""

from django.urls import path

from anhuan.domains.alarms.api import alarms as api
from anhuan.domains.alarms.api import deeds as api_deeds
from anhuan.domains.alarms.api import studies as api_studies
from anhuan.domains.alarms.pages import (
    configuration,
    deeds,
    detail,
    listing,
    statistics,
    studies,
    suppressions,
)

app_name = "alarms"
urlpatterns = [
    path("alarms/", listing.alarms, name="alarms"),
    path("alarms/acknowledge/", listing.acknowledge_many, name="acknowledge_many"),
    path("alarms/statistics/", statistics.statistics, name="statistics"),
    path("alarms/kinds/", configuration.kinds, name="kinds"),
    path("alarms/kinds/<uuid:pk>/", configuration.kind, name="kind"),
    path("alarms/kinds/<uuid:pk>/edit/", configuration.kind_edit, name="kind_edit"),
    path("alarms/kinds/<uuid:pk>/tell/", configuration.rung_create, name="rung_create"),
    path("alarms/ladder/<uuid:pk>/delete/", configuration.rung_delete, name="rung_delete"),
    path("alarms/silences/", suppressions.suppressions, name="suppressions"),
    path("alarms/silences/new/", suppressions.suppression_create, name="suppression_create"),
    path("alarms/silences/<uuid:pk>/", suppressions.suppression, name="suppression"),
    path("alarms/silences/<uuid:pk>/end/", suppressions.suppression_end, name="suppression_end"),
    path("alarms/gatherings/", studies.gatherings, name="gatherings"),
    path("alarms/studies/", studies.studies, name="studies"),
    path("alarms/studies/new/", studies.study_create, name="study_create"),
    path("alarms/studies/<uuid:pk>/", studies.study, name="study"),
    path("alarms/studies/<uuid:pk>/edit/", studies.study_edit, name="study_edit"),
    path("alarms/studies/<uuid:pk>/finish/", studies.study_finish, name="study_finish"),
    path("alarms/<uuid:pk>/", detail.alarm, name="alarm"),
    path("alarms/<uuid:pk>/acknowledge/", deeds.acknowledge, name="acknowledge"),
    path("alarms/<uuid:pk>/clear/", deeds.clear, name="clear"),
    path("alarms/<uuid:pk>/handle/", deeds.handle, name="handle"),
    path("alarms/<uuid:pk>/close/", deeds.close, name="close"),
    path("alarms/<uuid:pk>/shelve/", deeds.shelve, name="shelve"),
    path("alarms/<uuid:pk>/unshelve/", deeds.unshelve, name="unshelve"),
    path("alarms/<uuid:pk>/approve/", deeds.approve, name="approve"),
    path("api/v1/frequent-gatherings", api_studies.SpotsApi.as_view(), name="api_spots"),
    path("api/v1/gathering-studies", api_studies.StudiesApi.as_view(), name="api_studies"),
    path("api/v1/gathering-studies/<uuid:pk>", api_studies.StudyApi.as_view(), name="api_study"),
    path("api/v1/gathering-studies/<uuid:pk>/finish", api_studies.StudyFinishApi.as_view(),
         name="api_study_finish"),
    path("api/v1/alarms", api.AlarmsApi.as_view(), name="api_alarms"),
    path("api/v1/alarms/<uuid:pk>", api.AlarmApi.as_view(), name="api_alarm"),
    *(
        path(
            f"api/v1/alarms/<uuid:pk>/{view.__name__.lower()}",
            view.as_view(),
            name=f"api_{view.__name__.lower()}",
        )
        for view in (
            api_deeds.Acknowledge, api_deeds.Clear, api_deeds.Handle, api_deeds.Close,
            api_deeds.Shelve, api_deeds.Unshelve, api_deeds.Approve, api_deeds.Return,
        )
    ),
]  # fmt: skip
