"""Reading the library."""

from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.documents.models import Document, Edition, Reading
from anhuan.domains.documents.rules import in_force
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


def edition_in_force(document: Document, day: date) -> Edition | None:
    """The edition that holds on the day; none before the first begins, or of unversioned papers."""
    editions = list(document.editions.all())
    at = in_force([one.effective_on for one in editions], day)
    return None if at is None else editions[at]


def get_edition_for(account: Account, pk: UUID) -> Edition:
    """Any edition of a document one may see, else 404."""
    rows = Edition.objects.select_related("document__company")
    return get_object_or_404(rows, pk=pk, document__in=visible_documents(account))


def note_of(edition: Edition | None) -> str:
    """What the trace of a download says."""
    return f"版本 {edition.label}" if edition else ""


def was_opened(account: Account, edition: Edition) -> bool:
    """Whether the account took its file."""
    rows = AuditRow.objects.filter(verb="download", actor_id=account.pk)
    return rows.filter(target_id=str(edition.document_id), note=note_of(edition)).exists()


def readings_of(edition: Edition) -> QuerySet[Reading]:
    """Who has read it, the earliest first."""
    return edition.readings.select_related("account__person")


def readers_missing(edition: Edition) -> list[str]:
    """Active accounts of the plant, of those who may read, that have not said so."""
    accounts = Account.objects.filter(company=edition.document.company, is_active=True)
    rest = accounts.exclude(pk__in=edition.readings.values("account")).select_related("person")
    rest = rest.prefetch_related("grants")
    return sorted(one.display_name for one in rest if one.may("documents.view"))


def content_of(document: Document | Edition) -> Path:
    """The stored file, else 404 in words."""
    path = path_of(document.file_sm3)
    if not document.file_sm3 or not path.exists():
        raise Http404("没有文件")
    return path
