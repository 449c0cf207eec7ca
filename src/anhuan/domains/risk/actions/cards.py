"""Cards of areas and pictures of departments."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from anhuan.domains.audit.actions import record, save_audited, save_checked
from anhuan.domains.documents.actions import store_file
from anhuan.domains.documents.rules import file_blockers, media_type_of
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.domains.risk.models import AreaCard, RiskPicture
from anhuan.domains.risk.queries.areas import card_of
from anhuan.kernel.errors import refuse, refuse_if_any

_SHOWN = ("image/png", "image/jpeg", "application/pdf")


def save_card(by: Account, area: Area, changes: dict[str, Any]) -> AreaCard:
    """What the register cannot know about an area."""
    return save_checked(by, card_of(area), changes)


def note_print(by: Account, area: Area, what: str) -> None:
    """Leave a trace of a card that went on paper."""
    record(by, "print_card", area, note=what)


def add_picture(by: Account, changes: dict[str, Any], upload: "UploadedFile[bytes]") -> RiskPicture:
    """Check, store, file."""
    name = (upload.name or "")[-200:]
    head = upload.read(16)
    upload.seek(0)
    refuse_if_any(file_blockers(name, upload.size or 0, head))
    if media_type_of(name) not in _SHOWN:
        raise refuse("picture_kind", "风险分布图应为 JPG、PNG 或 PDF")
    stored = {
        "file_name": name, "file_size": upload.size, "media_type": media_type_of(name),
        "file_sm3": store_file(upload.chunks()),
    }  # fmt: skip
    row = RiskPicture(company=company_of(by), added_by=by)
    with transaction.atomic():
        return save_checked(by, row, changes | stored)


def retire_picture(by: Account, picture: RiskPicture) -> RiskPicture:
    """Take it off the wall; the file stays."""
    return save_audited(by, picture, {"is_retired": True})
