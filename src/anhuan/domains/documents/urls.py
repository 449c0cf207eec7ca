"""Addresses of the library."""

from django.urls import path

from anhuan.domains.documents import api
from anhuan.domains.documents.pages import documents, editions

app_name = "documents"
urlpatterns = [
    path("documents/", documents.documents, name="documents"),
    path("documents/new/", documents.document_create, name="document_create"),
    path("documents/<uuid:pk>/", documents.document, name="document"),
    path("documents/<uuid:pk>/edit/", documents.document_edit, name="document_edit"),
    path("documents/<uuid:pk>/retire/", documents.document_retire, name="document_retire"),
    path("documents/<uuid:pk>/file/", documents.content, name="content"),
    path("documents/<uuid:pk>/revise/", editions.revise, name="revise"),
    path("documents/editions/<uuid:pk>/file/", editions.edition, name="edition"),
    path("documents/editions/<uuid:pk>/read/", editions.read, name="read"),
    path("api/v1/documents/<uuid:pk>/editions", api.EditionsApi.as_view(), name="api_editions"),
    path("api/v1/documents/editions/<uuid:pk>/read", api.ReadApi.as_view(), name="api_read"),
    path("api/v1/documents", api.DocumentsApi.as_view(), name="api_documents"),
]
