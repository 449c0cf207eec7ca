"""Online patrols and spot checks; what is found abnormal goes down to the plant at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account
from anhuan.domains.province.actions.ordering import Draft, issue
from anhuan.domains.province.models import Enterprise, SpotCheck
from anhuan.domains.province.models.checks import SUBJECTS
from anhuan.domains.province.rules.levels import YELLOW
from anhuan.kernel.errors import Blocker, refuse_if_any


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at and found."""

    subject: str
    is_normal: bool
    note: str
    about: UUID | None = None
    is_on_site: bool = False
    level: str = YELLOW


def record_check(by: Account, enterprise: Enterprise, looked: Looked, now: datetime) -> SpotCheck:
    """Keep it; abnormal: the finding is sent to the plant (AQ 3064.2-2025 6.2)."""
    refuse_if_any(_blockers(looked))
    title = f"抽查异常：{SUBJECTS[looked.subject]}"
    with transaction.atomic():
        order = None
        if not looked.is_normal:
            draft = Draft("finding", looked.level, title, looked.note, about=looked.about)
            order = issue(by, enterprise, draft, now)
        made = SpotCheck.objects.create(
            enterprise=enterprise, subject=looked.subject, about=looked.about, note=looked.note,
            is_on_site=looked.is_on_site, order=order, by=by, at=now,
            result="normal" if looked.is_normal else "abnormal",
        )  # fmt: skip
        record(by, "spot_check", made, note=looked.note)
    return made


def _blockers(looked: Looked) -> list[Blocker]:
    found = []
    if looked.subject not in SUBJECTS:
        found.append(Blocker("unknown_subject", "请选择检查内容"))
    if not looked.note.strip():
        found.append(Blocker("no_note", "请写明检查情况，异常时企业据此整改"))
    return found
