"""Filing documents."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from anhuan.domains.audit.actions import draft_of, record, save_audited, save_checked
from anhuan.domains.documents import queries, rules
from anhuan.domains.documents.events import DocumentChanged
from anhuan.domains.documents.models import Document
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.outbox.actions import emit
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
    """Change what is written about a document; a new upload replaces its content."""
    return _save(account, document, changes, upload)


def retire_document(account: Account, document: Document) -> Document:
    """Take a document off the shelf; row and content stay."""
    with transaction.atomic():
        save_audited(account, document, {"is_retired": True})
        emit(document.company.code, DocumentChanged(document.pk, document.title))
    return document


def note_download(account: Account, document: Document) -> None:
    """Leave a trace of who took the content."""
    record(account, "download", document)


def _save(
    account: Account,
    document: Document,
    changes: dict[str, Any],
    upload: "UploadedFile[bytes] | None",
) -> Document:
    if upload is not None:
        name = (upload.name or "")[-200:]
        head = upload.read(16)
        upload.seek(0)
        refuse_if_any(rules.file_blockers(name, upload.size or 0, head))
        changes = changes | {
            "file_name": name,
            "file_sm3": store_file(upload.chunks()),
            "file_size": upload.size,
            "media_type": rules.media_type_of(name),
        }
    with transaction.atomic():
        draft = draft_of(document, changes)
        blockers = rules.date_blockers(draft.issued_on, draft.effective_on)
        saved = save_checked(account, document, changes, blockers)
        emit(saved.company.code, DocumentChanged(saved.pk, saved.title))
    return saved


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
