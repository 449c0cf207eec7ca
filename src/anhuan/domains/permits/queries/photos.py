"""Pictures of permits one may see."""

from pathlib import Path
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from anhuan.domains.documents.queries import path_of
from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Photo
from anhuan.domains.permits.queries.permits import visible_permits


def photo_for(account: Account, pk: UUID) -> Photo:
    """One of a visible permit, else 404."""
    seen = visible_permits(account).values("pk")
    return get_object_or_404(Photo, pk=pk, permit__in=seen)


def photo_path(photo: Photo) -> Path:
    """The stored file, else 404."""
    path = path_of(photo.file_sm3)
    if not path.exists():
        raise Http404("没有文件")
    return path
