"""Every address of the web process, slice by slice."""

from django.urls import URLPattern, URLResolver, include, path

from anhuan.web.admin import site as back_office

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("admin/", back_office.urls),
]
