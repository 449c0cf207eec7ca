"""Addresses of the watch."""

from django.urls import path

from anhuan.desk.details import PANELS
from anhuan.domains.watch.api import endpoints as api
from anhuan.domains.watch.pages import deeds, listing, panels, posts, turns

app_name = "watch"
PANELS.setdefault("alarms.alarm", []).append(panels.alarm_panel)
urlpatterns = [
    path("watch/", listing.turns, name="turns"),
    path("watch/coming/", listing.coming, name="coming"),
    path("watch/posts/", posts.posts, name="posts"),
    path("watch/posts/new/", posts.post_create, name="post_create"),
    path("watch/posts/<uuid:pk>/", posts.post_edit, name="post_edit"),
    path("watch/<uuid:pk>/", turns.turn, name="turn"),
    path("watch/<uuid:pk>/seat/", deeds.seat, name="seat"),
    path("watch/<uuid:pk>/note/", deeds.note, name="note"),
    path("watch/<uuid:pk>/give/", deeds.give, name="give"),
    path("watch/<uuid:pk>/take/", deeds.take, name="take"),
    path("api/v1/watch/turns", api.TurnsApi.as_view(), name="api_turns"),
    path("api/v1/watch/turns/<uuid:pk>", api.TurnApi.as_view(), name="api_turn"),
    path("api/v1/watch/turns/<uuid:pk>/notes", api.NoteApi.as_view(), name="api_note"),
    path("api/v1/watch/turns/<uuid:pk>/give", api.GiveApi.as_view(), name="api_give"),
    path("api/v1/watch/turns/<uuid:pk>/take", api.TakeApi.as_view(), name="api_take"),
    path("api/v1/watch/gaps", api.GapsApi.as_view(), name="api_gaps"),
]
