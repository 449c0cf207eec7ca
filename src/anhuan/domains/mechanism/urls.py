"""Addresses of the mechanism slice."""

from django.urls import path

from anhuan.domains.mechanism.api import effect
from anhuan.domains.mechanism.pages import awards, measures, overview, settings, units

app_name = "mechanism"
urlpatterns = [
    path("mechanism/", overview.overview, name="overview"),
    path("mechanism/measures/", measures.measures, name="measures"),
    path("mechanism/measures/plan/", measures.measures_plan, name="measures_plan"),
    path("mechanism/units/", units.units, name="units"),
    path("mechanism/proposals/", awards.proposals, name="proposals"),
    path("mechanism/awards/", awards.awards, name="awards"),
    path("mechanism/awards/new/", awards.award_create, name="award_create"),
    path("mechanism/awards/<uuid:pk>/", awards.award, name="award"),
    path("mechanism/awards/<uuid:pk>/withdraw/", awards.award_withdraw, name="award_withdraw"),
    path("mechanism/settings/", settings.settings, name="settings"),
    path("api/v1/mechanism-effect", effect.EffectApi.as_view(), name="api_effect"),
    path("api/v1/mechanism-scores", effect.ScoresApi.as_view(), name="api_scores"),
    path("api/v1/mechanism-measures", effect.MeasuresApi.as_view(), name="api_measures"),
    path("api/v1/mechanism-rows", effect.LinesApi.as_view(), name="api_rows"),
    path("api/v1/awards", effect.AwardsApi.as_view(), name="api_awards"),
    path("api/v1/awards/<uuid:pk>/withdraw", effect.WithdrawApi.as_view(), name="api_withdraw"),
]
