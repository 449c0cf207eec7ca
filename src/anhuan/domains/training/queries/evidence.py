"""Where an attached proof lies."""

from pathlib import Path

from django.http import Http404

from anhuan.domains.documents.queries import path_of
from anhuan.domains.training.models.evidence import Evidence


def evidence_path(row: Evidence) -> Path:
    """The stored file, else 404 in words."""
    path = path_of(row.file_sm3)
    if not row.file_sm3 or not path.exists():
        raise Http404("没有上传附件")
    return path
