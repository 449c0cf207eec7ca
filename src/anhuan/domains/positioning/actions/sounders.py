"""Keeping the devices that warn an area, and testing them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.actions.checked import save_and_tell
from anhuan.domains.positioning.events import ConfigChanged, SounderTested
from anhuan.domains.positioning.models import Sounder
from anhuan.domains.positioning.rules import gates as rules
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

TEST, TEST_TEXT = "test", "声光报警测试，请勿惊慌"
TEST_LASTS = timedelta(seconds=30)


def register_sounder(actor: Actor, company: Company, **fields: Any) -> Sounder:
    """A siren or lamp of an area: number, area; where it hangs, which other areas hear it."""
    return _saved(actor, Sounder(company=company), fields)


def edit_sounder(actor: Actor, sounder: Sounder, **fields: Any) -> Sounder:
    """Another place, other areas."""
    return _saved(actor, sounder, fields)


def _saved(actor: Actor, sounder: Sounder, fields: dict[str, Any]) -> Sounder:
    draft = draft_of(sounder, fields)
    blockers = rules.sounder_blockers(draft.x_m, draft.y_m)
    return save_and_tell(actor, sounder, fields, sounder.company, "sounders", blockers)


@transaction.atomic
def retire_sounder(actor: Actor, sounder: Sounder, reason: str) -> Sounder:
    """Take it out of use; somebody must say why."""
    if not reason.strip():
        raise refuse("reason_missing", "请填写停用原因")
    sounder.is_retired = True
    sounder.save(update_fields=["is_retired"])
    record(actor, "retire", sounder, after={"is_retired": True}, note=reason)
    emit(sounder.company.code, ConfigChanged(what="sounders"))
    return sounder


@transaction.atomic
def try_sounder(actor: Actor, sounder: Sounder) -> Sounder:
    """Let it speak for half a minute; whether it answers is shown on its page."""
    if sounder.is_retired:
        raise refuse("sounder_retired", "声光报警器已停用，不能测试")
    now = clock.now()
    words = {"cmd": TEST, "text": TEST_TEXT, "until": (now + TEST_LASTS).isoformat()}
    event = emit(sounder.company.code, SounderTested((sounder.number,), words))
    sounder.tested_at, sounder.test_id = now, event.pk
    sounder.save(update_fields=["tested_at", "test_id"])
    record(actor, "test", sounder, after={"tested_at": now.isoformat()})
    return sounder


def note_sounder_answer(company: Company, number: str, words: UUID, at: datetime) -> bool:
    """A sounder has heard `words`, if they were its last test."""
    rows = Sounder.objects.filter(company=company, number=number, test_id=words)
    with transaction.atomic():
        sounder = rows.select_for_update().first()
        if sounder is None or sounder.tested_at is None:
            return False
        sounder.answered_at = max(at, sounder.tested_at)
        sounder.save(update_fields=["answered_at"])
    return True
