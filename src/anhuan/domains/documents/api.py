"""The library over REST."""

from typing import ClassVar, cast

from django.db.models import QuerySet
from rest_framework import serializers

from anhuan.desk.api import ListApi
from anhuan.domains.documents import queries
from anhuan.domains.documents.forms import DOCUMENT_FILTERS, DOCUMENT_SEARCH
from anhuan.domains.documents.models import Document
from anhuan.domains.org.models import Account


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """What is written about a document."""

    class Meta:
        model = Document
        fields = (
            "id", "kind", "number", "title", "scope", "issued_on", "effective_on", "review_on",
            "is_void", "file_name", "file_sm3", "file_size", "media_type",
        )  # fmt: skip


class DocumentsApi(ListApi):
    """Documents of one's company."""

    rights: ClassVar[dict[str, str]] = {"GET": "documents.view"}
    serializer_class = DocumentSerializer
    filters = DOCUMENT_FILTERS
    search = DOCUMENT_SEARCH

    def get_queryset(self) -> QuerySet[Document]:
        """Gated."""
        return queries.visible_documents(cast(Account, self.request.user))
