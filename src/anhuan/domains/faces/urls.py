"""Addresses of the face check."""

from django.urls import path

from anhuan.desk.details import PANELS
from anhuan.domains.faces.api import endpoints as api
from anhuan.domains.faces.pages import faces

app_name = "faces"
PANELS.setdefault("org.person", []).append(faces.person_panel)
urlpatterns = [
    path("faces/", faces.consents, name="consents"),
    path("faces/settings/", faces.settings, name="settings"),
    path("faces/mine/", faces.mine, name="mine"),
    path("faces/mine/withdraw/", faces.withdraw, name="withdraw"),
    path("faces/<uuid:pk>/enrol/", faces.enrol, name="enrol"),
    path("faces/<uuid:pk>/forget/", faces.forget, name="forget"),
    path("api/v1/face-proofs", api.FaceProofsApi.as_view(), name="api_proofs"),
]
