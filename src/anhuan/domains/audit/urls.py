"""Addresses of the audit chain."""

from django.urls import path

from anhuan.domains.audit import pages

app_name = "audit"
urlpatterns = [
    path("audit/", pages.rows, name="rows"),
    path("audit/<int:pk>/", pages.row, name="row"),
]
