"""Pictures of hazards one may see."""

from pathlib import Path
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from anhuan.domains.documents.queries import path_of
from anhuan.domains.hazards.models import Photo
from anhuan.domains.hazards.queries.hazards import visible_hazards
from anhuan.domains.org.models import Account


def photo_for(account: Account, pk: UUID) -> Photo:
    """One of a visible hazard, else 404."""
    seen = visible_hazards(account, with_deleted=account.may("hazards.edit")).values("pk")
    return get_object_or_404(Photo, pk=pk, hazard__in=seen)


def photo_path(photo: Photo) -> Path:
    """The stored file, else 404."""
    path = path_of(photo.file_sm3)
    if not path.exists():
        raise Http404("没有文件")
    return path
