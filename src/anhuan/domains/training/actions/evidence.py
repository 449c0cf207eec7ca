"""An uploaded proof: checked, stored by digest, named in the row."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.documents.actions import store_file
from anhuan.domains.documents.rules import file_blockers, media_type_of
from anhuan.domains.training.models.evidence import Evidence
from anhuan.kernel.errors import refuse, refuse_if_any

_SCANS = ("application/pdf", "image/png", "image/jpeg")


def stored(upload: "UploadedFile[bytes] | None") -> dict[str, Any]:
    """The fields of `models.evidence.Evidence` for an upload; nothing for none."""
    if upload is None:
        return {}
    name = (upload.name or "")[-200:]
    head = upload.read(16)
    upload.seek(0)
    refuse_if_any(file_blockers(name, upload.size or 0, head))
    media_type = media_type_of(name)
    if media_type not in _SCANS:
        raise refuse("scan_kind", "附件应为 PDF、JPG 或 PNG")
    return {
        "file_name": name, "file_sm3": store_file(upload.chunks()), "media_type": media_type,
    }  # fmt: skip


def note_download(actor: Actor, row: Evidence) -> None:
    """Leave a trace of who looked at the proof: it names a person."""
    record(actor, "download", row)
