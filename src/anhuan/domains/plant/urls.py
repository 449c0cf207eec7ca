"""Addresses of the plant as a place."""

from django.urls import path

from anhuan.domains.plant import api

app_name = "plant"
urlpatterns = [path("api/v1/map", api.MapApi.as_view(), name="api_map")]
