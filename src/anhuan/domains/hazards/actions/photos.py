"""Pictures: checked, kept by digest, with when, where and by whom (DUAL-060)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from anhuan.domains.documents.actions import store_file
from anhuan.domains.documents.rules import file_blockers, media_type_of
from anhuan.domains.hazards.actions.steps import Doing, do
from anhuan.domains.hazards.models import Hazard, Photo, Stage
from anhuan.domains.hazards.rules.states import Deed
from anhuan.domains.org.models import Account
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any

PICTURES = ("image/png", "image/jpeg")


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture whose content is already in the document store."""

    sm3: str
    name: str
    media_type: str
    taken_at: datetime
    stage: Stage = Stage.FOUND
    origin: Photo.Origin = Photo.Origin.CAMERA
    place: str = ""


def shot_of(upload: "UploadedFile[bytes]", stage: Stage) -> Shot:
    """An uploaded file: what it says it is, and a picture."""
    name = (upload.name or "")[-200:]
    head = upload.read(16)
    upload.seek(0)
    found = list(file_blockers(name, upload.size or 0, head))
    if not found and media_type_of(name) not in PICTURES:
        found = [Blocker("photo_kind", "照片应为 JPG 或 PNG")]
    refuse_if_any(found)
    digest = store_file(upload.chunks())
    return Shot(digest, name, media_type_of(name), clock.now(), stage, Photo.Origin.UPLOAD)


def keep_shots(
    hazard: Hazard, by: Account | None, shots: Iterable[Shot], now: datetime
) -> list[Photo]:
    """Rows for pictures that belong to a deed. One said to be taken later than now is refused."""
    given = list(shots)
    refuse_if_any(
        Blocker("photo_in_future", f"照片“{one.name}”的拍摄时间晚于现在，请校准手机时间")
        for one in given if one.taken_at > now
    )  # fmt: skip
    return [
        Photo.objects.create(
            hazard=hazard, stage=one.stage, round=hazard.round, file_sm3=one.sm3,
            file_name=one.name, media_type=one.media_type, origin=one.origin,
            taken_at=one.taken_at, received_at=now, place=one.place[:200], by=by,
        )
        for one in given
    ]  # fmt: skip


def add_photos(by: Account, hazard: Hazard, shots: Iterable[Shot]) -> Hazard:
    """More pictures of a hazard that is still open."""
    doing = Doing(Deed.ADD_PHOTO)

    def write(look: Any) -> None:
        doing.rows = list(keep_shots(look.hazard, by, shots, look.now))

    return do(by, hazard, doing, write)
