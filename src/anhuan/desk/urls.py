"""Addresses of the desk itself."""

from django.urls import path

from anhuan.desk import views

app_name = "desk"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("views/save/", views.save_view, name="save_view"),
    path("views/<uuid:pk>/delete/", views.delete_view, name="delete_view"),
]
