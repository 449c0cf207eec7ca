"""Addresses of the library."""

from django.urls import path

from anhuan.domains.documents import api, pages

app_name = "documents"
urlpatterns = [
    path("documents/", pages.documents, name="documents"),
    path("documents/new/", pages.document_create, name="document_create"),
    path("documents/<uuid:pk>/", pages.document, name="document"),
    path("documents/<uuid:pk>/edit/", pages.document_edit, name="document_edit"),
    path("documents/<uuid:pk>/retire/", pages.document_retire, name="document_retire"),
    path("documents/<uuid:pk>/file/", pages.content, name="content"),
    path("api/v1/documents", api.DocumentsApi.as_view(), name="api_documents"),
]
