"""Files in pieces: announced, resumed where the line broke, checked whole before they count."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from anhuan.domains.documents.actions import store_file
from anhuan.domains.field.models import FieldFile
from anhuan.domains.field.rules.files import (
    MOST_PIXELS,
    announced_blockers,
    content_blockers,
)
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.kernel import clock
from anhuan.kernel.digest import sm3_hex, sm3_stream
from anhuan.kernel.errors import refuse, refuse_if_any

CHUNK = 256 * 1024
UNFINISHED_KEPT = timedelta(days=14)


def begin_file(account: Account, given: dict[str, Any]) -> FieldFile:
    """A file is coming, or goes on; the same id means the same content of the same account."""
    found = announced_blockers(given["kind"], given["media_type"], given["size"], given["meta"])
    refuse_if_any(found)
    facts = {key: given[key] for key in ("kind", "media_type", "size", "sm3", "meta")}
    owner = {"account": account, "company": company_of(account), "begun_at": clock.now()}
    row, _ = FieldFile.objects.get_or_create(pk=given["id"], defaults=facts | owner)
    if row.account_id != account.pk or row.sm3 != given["sm3"] or row.size != given["size"]:
        raise refuse("file_id_taken", "这个编号已用于另一个文件，请重新拍摄")
    return row


def add_piece(account: Account, pk: UUID, offset: int, sm3: str, piece: bytes) -> FieldFile:
    """The next piece. One that was there already changes nothing; after a gap the place is told.

    With the last one the whole is checked: digest, true kind, picture that can be opened.
    """
    with transaction.atomic():
        row = FieldFile.objects.select_for_update().get(account=account, pk=pk)
        if row.is_complete or offset != row.received:
            return row
        if not piece or sm3_hex(piece) != sm3 or offset + len(piece) > row.size:
            raise refuse("piece_damaged", "这一段没有传完整，将自动重传")
        _append(row, piece)
        row.received = offset + len(piece)
        row.save(update_fields=["received"])
    return _complete(row) if row.received == row.size else row


def _append(row: FieldFile, piece: bytes) -> None:
    path = part_of(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "wb") as file:
        file.seek(row.received)
        file.truncate()
        file.write(piece)


def _complete(row: FieldFile) -> FieldFile:
    path = part_of(row)
    try:
        with path.open("rb") as file:
            head = file.read(16)
            file.seek(0)
            found = sm3_stream(iter(lambda: file.read(CHUNK), b""))
        refuse_if_any(content_blockers(row.media_type, head, row.sm3, found))
        if row.media_type.startswith("image/"):
            _check_picture(path)
        with path.open("rb") as file:
            store_file(iter(lambda: file.read(CHUNK), b""))
        row.completed_at = clock.now()
        row.save(update_fields=["completed_at"])
    except BaseException:
        FieldFile.objects.filter(pk=row.pk).update(received=0)
        raise
    finally:
        path.unlink(missing_ok=True)
    return row


def _check_picture(path: Path) -> None:
    try:
        with Image.open(path) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise refuse("picture_too_large", "照片像素过大，请重新拍摄")
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise refuse("picture_damaged", "照片打不开，请重新拍摄") from None


def part_of(row: FieldFile) -> Path:
    """Where the pieces gather."""
    folder = Path(settings.FILES_URL.removeprefix("file://")) / "field-parts"
    return folder / str(row.company_id) / str(row.pk)


def drop_unfinished(now: datetime) -> int:
    """Files nobody has gone on with for two weeks. Returns how many."""
    old = FieldFile.objects.filter(completed_at__isnull=True, begun_at__lt=now - UNFINISHED_KEPT)
    for row in old:
        part_of(row).unlink(missing_ok=True)
    return old.delete()[0]
