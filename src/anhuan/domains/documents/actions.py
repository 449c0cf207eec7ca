"""Filing documents."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from anhuan.domains.audit.actions import draft_of, record, save_audited, save_checked
from anhuan.domains.documents import queries, rules
from anhuan.domains.documents.events import DocumentChanged
from anhuan.domains.documents.models import Document, Edition, Reading
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.outbox.actions import emit
from anhuan.kernel import clock
from anhuan.kernel.digest import sm3_stream
from anhuan.kernel.errors import refuse_if_any


def file_document(
    account: Account, changes: dict[str, Any], upload: "UploadedFile[bytes] | None"
) -> Document:
    """File a new document, with or without its content."""
    document = Document(company=company_of(account), added_by=account)
    return _save(account, document, changes, upload)


def change_document(
    account: Account,
    document: Document,
    changes: dict[str, Any],
    upload: "UploadedFile[bytes] | None",
) -> Document:
    """Change what is written about a document; a new upload is its next edition."""
    return _save(account, document, changes, upload)


def retire_document(account: Account, document: Document) -> Document:
    """Take a document off the shelf; row and content stay."""
    with transaction.atomic():
        save_audited(account, document, {"is_retired": True})
        emit(document.company.code, DocumentChanged(document.pk, document.title))
    return document


def note_download(account: Account, filed: Document | Edition) -> None:
    """Leave a trace of who took the content, and of which edition."""
    edition = filed if isinstance(filed, Edition) else None
    document = filed.document if isinstance(filed, Edition) else filed
    record(account, "download", document, note=queries.note_of(edition))


def revise(
    account: Account, document: Document, changes: dict[str, Any],
    upload: "UploadedFile[bytes] | None",
) -> Edition:  # fmt: skip
    """A new edition (`label`, `effective_on`, `what_changed`); earlier ones stay as they were."""
    stored = _stored(upload)
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        known = list(locked.editions.all())
        last = max((one.effective_on for one in known), default=None)
        refuse_if_any(rules.edition_blockers(
            changes["label"], [one.label for one in known], changes["effective_on"], last
        ))  # fmt: skip
        made = _add_edition(account, document, changes, stored)
        save_audited(account, document, {"effective_on": made.effective_on, **stored})
        emit(document.company.code, DocumentChanged(document.pk, document.title))
    return made


def note_read(account: Account, edition: Edition) -> Reading:
    """The account has read the edition."""
    is_read = Reading.objects.filter(edition=edition, account=account).exists()
    refuse_if_any(rules.reading_blockers(
        has_file=bool(edition.file_sm3), was_opened=queries.was_opened(account, edition),
        is_read=is_read,
    ))  # fmt: skip
    with transaction.atomic():
        made, _ = Reading.objects.get_or_create(
            edition=edition, account=account, defaults={"at": clock.now()}
        )
        record(account, "read", edition)
    return made


def _add_edition(
    account: Account, document: Document, changes: dict[str, Any], stored: dict[str, Any]
) -> Edition:
    made = Edition(document=document, added_by=account, added_at=clock.now())
    return save_audited(account, made, changes | stored)


def _save(
    account: Account,
    document: Document,
    changes: dict[str, Any],
    upload: "UploadedFile[bytes] | None",
) -> Document:
    stored = _stored(upload)
    with transaction.atomic():
        draft = draft_of(document, changes)
        blockers = rules.date_blockers(draft.issued_on, draft.effective_on)
        saved = save_checked(account, document, changes | stored, blockers)
        if stored:
            _add_edition(account, saved, _next_edition(saved), stored)
        emit(saved.company.code, DocumentChanged(saved.pk, saved.title))
    return saved


def _next_edition(document: Document) -> dict[str, Any]:
    """Numbered on, in force when the document is, at once if that was before the last one."""
    known = list(document.editions.all())
    labels = {one.label for one in known}
    number = next(n for n in range(len(known) + 1, 2 * len(known) + 2) if str(n) not in labels)
    today = timezone.localdate(clock.now())
    first = document.effective_on or document.issued_on or today
    last = max((one.effective_on for one in known), default=first)
    return {"label": str(number), "effective_on": max(last, first if not known else today)}


def _stored(upload: "UploadedFile[bytes] | None") -> dict[str, Any]:
    """The fields of a checked and stored file; nothing without one."""
    if upload is None:
        return {}
    name = (upload.name or "")[-200:]
    head = upload.read(16)
    upload.seek(0)
    refuse_if_any(rules.file_blockers(name, upload.size or 0, head))
    return {
        "file_name": name,
        "file_sm3": store_file(upload.chunks()),
        "file_size": upload.size,
        "media_type": rules.media_type_of(name),
    }


def store_file(chunks: Iterable[bytes]) -> str:
    """Write a content under its digest, whole or not at all; the digest."""
    queries.folder().mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=queries.folder(), prefix=".upload-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            digest = sm3_stream(_written(chunks, file))
            file.flush()
            os.fsync(file.fileno())
        target = queries.path_of(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return digest


def _written(chunks: Iterable[bytes], file: Any) -> Iterator[bytes]:
    for chunk in chunks:
        file.write(chunk)
        yield chunk
