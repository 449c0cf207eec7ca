"""Letting a device speak to see whether it hears: sirens and lamps, and the tags people wear."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.events import SounderTested
from anhuan.domains.positioning.models import Sounder, Tag
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

TEST = "test"
SOUNDER_TEXT, TAG_TEXT = "声光报警测试，请勿惊慌", "标签报警测试，请按键应答"
LASTS = timedelta(seconds=30)


def try_sounder(actor: Actor, sounder: Sounder) -> Sounder:
    """Let it speak for half a minute; whether it answers is shown on its page."""
    if sounder.is_retired:
        raise refuse("sounder_retired", "声光报警器已停用，不能测试")
    _try(actor, sounder, SOUNDER_TEXT)
    return sounder


def try_tag(actor: Actor, tag: Tag) -> Tag:
    """Let it ring, light up or shake; its wearer answers by its key. AQ 3064.3-2025 6.1.2."""
    if tag.is_retired:
        raise refuse("tag_retired", "标签已停用，不能测试")
    _try(actor, tag, TAG_TEXT)
    return tag


@transaction.atomic
def _try(actor: Actor, device: Sounder | Tag, text: str) -> None:
    now = clock.now()
    words = {"cmd": TEST, "text": text, "until": (now + LASTS).isoformat()}
    event = emit(device.company.code, SounderTested((device.number,), words))
    device.tested_at, device.test_id = now, event.pk
    device.save(update_fields=["tested_at", "test_id"])
    record(actor, "test", device, after={"tested_at": now.isoformat()})


def note_test_answer(company: Company, number: str, words: UUID, at: datetime) -> bool:
    """A device has heard `words`, if they were its last test."""
    return any(_note(kind, company, number, words, at) for kind in (Sounder, Tag))


@transaction.atomic
def _note(
    kind: type[Sounder] | type[Tag], company: Company, number: str, words: UUID, at: datetime
) -> bool:
    rows = kind.objects.filter(company=company, number=number, test_id=words)
    device = rows.select_for_update().first()
    if device is None or device.tested_at is None:
        return False
    device.answered_at = max(at, device.tested_at)
    device.save(update_fields=["answered_at"])
    return True
