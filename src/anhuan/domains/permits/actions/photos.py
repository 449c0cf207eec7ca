"""Pictures and voice of a step, kept by digest: when, where, by whom (PTW-055, PTW-073)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from anhuan.domains.documents.actions import store_file
from anhuan.domains.documents.rules import file_blockers, media_type_of
from anhuan.domains.org.models import Account
from anhuan.domains.permits.actions.steps import Doing, do
from anhuan.domains.permits.models import MeasureCheck, Permit, Photo
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.states import Deed
from anhuan.kernel.errors import refuse, refuse_if_any

_TAKEN = ("image/png", "image/jpeg", "audio/webm")


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as a phone hands it in."""

    upload: "UploadedFile[bytes]"
    step: str
    taken_at: datetime
    measure: MeasureCheck | None = None
    point: str = ""


def add_photo(by: Account, permit: Permit, shot: Shot) -> Photo:
    """Check, store and sign for it."""
    name = (shot.upload.name or "")[-200:]
    head = shot.upload.read(16)
    shot.upload.seek(0)
    refuse_if_any(file_blockers(name, shot.upload.size or 0, head))
    if media_type_of(name) not in _TAKEN:
        raise refuse("photo_kind", "照片应为 JPG 或 PNG，录音应为 WebM")
    digest = store_file(shot.upload.chunks())
    made: list[Photo] = []
    doing = Doing(Deed.ADD_PHOTO, {"point": shot.point}, note=f"{name} {digest}")
    do(by, permit, doing, lambda look: _kept(look, by, shot, digest, made))
    return made[0]


def _kept(look: Look, by: Account, shot: Shot, digest: str, made: list[Photo]) -> dict[str, Any]:
    if shot.taken_at > look.now:
        raise refuse("photo_in_future", "拍摄时间晚于现在，请校准手机时间")
    if shot.measure and shot.measure.permit_id != look.permit.pk:
        raise refuse("measure_unknown", "没有这条措施")
    name = (shot.upload.name or "")[-200:]
    made.append(
        Photo.objects.create(
            permit=look.permit, step=shot.step, measure=shot.measure, file_sm3=digest,
            file_name=name, media_type=media_type_of(name), taken_at=shot.taken_at,
            received_at=look.now, by=by, where=look.where.as_json(),
        )
    )  # fmt: skip
    return {}
