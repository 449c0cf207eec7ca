"""Only the streams, so that these tests stand and fall with nothing else."""

from django.urls import include, path

urlpatterns = [path("live/", include("anhuan.web.live.urls"))]
