"""Reading the library."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from anhuan.domains.documents.models import Document
from anhuan.domains.org.models import Account


def visible_documents(account: Account) -> QuerySet[Document]:
    """The documents of one's own company that are still kept."""
    return Document.objects.filter(company=account.company, is_retired=False)


def get_document_for(account: Account, pk: UUID) -> Document:
    """One of them, else 404."""
    return get_object_or_404(visible_documents(account), pk=pk)


def folder() -> Path:
    """Where contents lie, named by their digest."""
    return Path(settings.FILES_URL.removeprefix("file://")) / "documents"


def path_of(sm3: str) -> Path:
    """Where a content lies: two levels of folders, so that none grows too large."""
    return folder() / sm3[:2] / sm3


def content_of(document: Document) -> Path:
    """The stored file, else 404 in words."""
    path = path_of(document.file_sm3)
    if not document.file_sm3 or not path.exists():
        raise Http404("没有文件")
    return path
