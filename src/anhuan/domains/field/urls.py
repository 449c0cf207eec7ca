"""Addresses of the field app."""

from django.urls import path, re_path

from anhuan.domains.field.api import endpoints as api
from anhuan.domains.field.pages import devices, shell

app_name = "field"
urlpatterns = [
    path("m/sw.js", shell.worker, name="worker"),
    re_path(r"^m/", shell.shell, name="shell"),
    path("field-devices/", devices.devices, name="devices"),
    path("field-devices/<uuid:pk>/", devices.device, name="device"),
    path("field-devices/<uuid:pk>/edit/", devices.device_edit, name="device_edit"),
    path("field-devices/<uuid:pk>/block/", devices.device_block, name="device_block"),
    path("field-devices/<uuid:pk>/unblock/", devices.device_unblock, name="device_unblock"),
    path("api/v1/field/me", api.MeApi.as_view(), name="api_me"),
    path("api/v1/field/todos", api.TodosApi.as_view(), name="api_todos"),
    path("api/v1/field/views/<slug:name>", api.ViewApi.as_view(), name="api_view"),
    path("api/v1/field/operations", api.OperationsApi.as_view(), name="api_operations"),
    path("api/v1/field/files", api.FilesApi.as_view(), name="api_files"),
    path("api/v1/field/files/<uuid:pk>", api.FileApi.as_view(), name="api_file"),
]
