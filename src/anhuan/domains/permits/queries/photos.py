"""Pictures of permits one may see."""

from pathlib import Path
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from anhuan.domains.documents.queries import path_of
from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Photo
from anhuan.domains.permits.queries.permits import visible_permits
from anhuan.kernel.digest import sm3_hex
from anhuan.kernel.errors import refuse


def photo_for(account: Account, pk: UUID) -> Photo:
    """One of a visible permit, else 404."""
    seen = visible_permits(account).values("pk")
    return get_object_or_404(Photo, pk=pk, permit__in=seen)


def photo_path(photo: Photo) -> Path:
    """The stored file, else 404; refused when it is no longer what was signed."""
    path = path_of(photo.file_sm3)
    if not path.exists():
        raise Http404("没有文件")
    if not is_intact(photo):
        text = "照片文件与签字时不一致，不再作为证据显示；请查审计记录，按原件重新上传"
        raise refuse("photo_changed", text, "GB 30871-2022 4.18")
    return path


def is_intact(photo: Photo) -> bool:
    """Whether the file is there and has the digest that was signed for."""
    return is_file_intact(photo.file_sm3)


def is_file_intact(digest: str) -> bool:
    """The same of any stored file by its SM3."""
    path = path_of(digest)
    return path.exists() and sm3_hex(path.read_bytes()) == digest
