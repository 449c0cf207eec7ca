"""Addresses of the live streams; no trailing slash, they are not pages."""

from django.urls import path

from anhuan.web.live import views

app_name = "live"
urlpatterns = [
    path("positions", views.positions, name="positions"),
    path("alarms", views.alarms, name="alarms"),
    path("system", views.system, name="system"),
]
