"""Addresses of the org slice."""

from django.urls import path

from anhuan.domains.org.pages import people

app_name = "org"
urlpatterns = [path("people/", people.people, name="people")]
