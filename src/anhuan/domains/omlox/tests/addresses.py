"""Only the hub, so that these tests stand and fall with nothing else."""

from django.urls import include, path

urlpatterns = [path("omlox/v2/", include("anhuan.domains.omlox.urls"))]
