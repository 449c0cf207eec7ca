"""That somebody looked for a person of a plant, and what for (PIPL art. 6)."""

from datetime import datetime

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account
from anhuan.domains.province.models import Enterprise
from anhuan.kernel.errors import Blocker, refuse_if_any

LEAST_CHARACTERS = 2


def purpose_blockers(purpose: str) -> list[Blocker]:
    """An authority always says what for."""
    if len(purpose.strip()) >= LEAST_CHARACTERS:
        return []
    text = "请填写查看目的，例如“应急救援”“事故调查”；目的会记入审计"
    return [Blocker("purpose_required", text, "AQ 3064.3-2025 6.1")]


def note_search(by: Account, text: str, purpose: str) -> None:
    """Before anything is shown. Raises `Refused` without a purpose."""
    refuse_if_any(purpose_blockers(purpose))
    record(by, "view_place", by, after={"目的": purpose},
           note=f"查询人员“{text}” {purpose}"[:300])  # fmt: skip


def note_track(
    by: Account, plant: Enterprise, person: str, span: tuple[datetime, datetime], purpose: str
) -> None:
    """Before anything is shown. Raises `Refused` without a purpose."""
    refuse_if_any(purpose_blockers(purpose))
    first, last = (f"{one:%Y-%m-%d %H:%M}" for one in span)
    note = f"{person} {first} 至 {last} {purpose}"[:300]
    record(by, "view_track", plant, after={"目的": purpose}, note=note)
