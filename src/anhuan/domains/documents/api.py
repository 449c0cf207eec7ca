"""The library over REST."""

from typing import ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.documents import actions, queries
from anhuan.domains.documents.forms import DOCUMENT_FILTERS, DOCUMENT_SEARCH
from anhuan.domains.documents.models import Document, Edition
from anhuan.domains.org.models import Account


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """What is written about a document."""

    class Meta:
        model = Document
        fields = (
            "id", "kind", "number", "title", "scope", "issued_on", "effective_on", "review_on",
            "is_void", "file_name", "file_sm3", "file_size", "media_type",
        )  # fmt: skip


class EditionSerializer(serializers.ModelSerializer[Edition]):
    """One edition; `is_in_force`: today. `read_by`: how many have read it."""

    is_in_force = serializers.SerializerMethodField()
    read_by = serializers.SerializerMethodField()

    class Meta:
        model = Edition
        fields = (
            "id", "label", "effective_on", "what_changed", "file_name", "file_sm3", "file_size",
            "media_type", "added_at", "is_in_force", "read_by",
        )  # fmt: skip

    def get_is_in_force(self, edition: Edition) -> bool:
        """Of the document's editions the one that holds today."""
        current = queries.edition_in_force(edition.document, timezone.localdate())
        return current is not None and current.pk == edition.pk

    def get_read_by(self, edition: Edition) -> int:
        """Accounts."""
        return edition.readings.count()


class EditionsApi(ApiView):
    """Editions of one document, by the day they come into force (PTW-013)."""

    rights: ClassVar[dict[str, str]] = {"GET": "documents.view"}

    @extend_schema(responses=EditionSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """All of them; earlier ones are kept."""
        found = queries.get_document_for(cast(Account, request.user), pk)
        rows = found.editions.select_related("document")
        return Response(EditionSerializer(rows, many=True).data)


class ReadApi(ApiView):
    """Say that one has read an edition."""

    rights: ClassVar[dict[str, str]] = {"POST": "documents.view"}

    @extend_schema(request=None, responses=EditionSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Once an account; 422 before its file was opened."""
        account = cast(Account, request.user)
        found = queries.get_edition_for(account, pk)
        actions.note_read(account, found)
        return Response(EditionSerializer(found).data)


class DocumentsApi(ListApi):
    """Documents of one's company."""

    rights: ClassVar[dict[str, str]] = {"GET": "documents.view"}
    serializer_class = DocumentSerializer
    filters = DOCUMENT_FILTERS
    search = DOCUMENT_SEARCH

    def get_queryset(self) -> QuerySet[Document]:
        """Gated."""
        return queries.visible_documents(cast(Account, self.request.user))
