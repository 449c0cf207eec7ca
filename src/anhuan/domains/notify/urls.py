"""Addresses of notices and channels."""

from django.urls import path

from anhuan.domains.notify import api, pages

app_name = "notify"
urlpatterns = [
    path("notices/", pages.notices, name="notices"),
    path("notices/read/", pages.read_all, name="read_all"),
    path("notices/<uuid:pk>/", pages.open_notice, name="open"),
    path("notify/channels/", pages.channels, name="channels"),
    path("notify/channels/new/", pages.channel_create, name="channel_create"),
    path("notify/channels/<uuid:pk>/", pages.channel, name="channel"),
    path("notify/channels/<uuid:pk>/edit/", pages.channel_edit, name="channel_edit"),
    path("notify/channels/<uuid:pk>/test/", pages.channel_test, name="channel_test"),
    path("api/v1/notices", api.NoticesApi.as_view(), name="api_notices"),
    path("api/v1/notices/read", api.ReadApi.as_view(), name="api_notices_read"),
]
