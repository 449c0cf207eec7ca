"""Addresses of the permits slice."""

from django.urls import path

from anhuan.domains.permits.api import deeds, permits

app_name = "permits"
_api = [
    path("permits", permits.PermitsApi.as_view(), name="api_permits"),
    path("permits/<uuid:pk>", permits.PermitApi.as_view(), name="api_permit"),
    path("permits/<uuid:pk>/check", permits.VerifyApi.as_view(), name="api_check"),
    path("permits/<uuid:pk>/photos", permits.PhotosApi.as_view(), name="api_photos"),
    path("permit-photos/<uuid:pk>", permits.PhotoApi.as_view(), name="api_photo"),
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
