"""Keeping the devices that warn an area."""

from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.actions.checked import save_and_tell
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.domains.positioning.models import Sounder
from anhuan.domains.positioning.rules import gates as rules
from anhuan.kernel.errors import refuse


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
