"""Noting who went through which gate, and keeping the devices that warn an area."""

from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.org.models import Company, Person
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.actions.checked import save_and_tell
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.domains.positioning.models import GatePassage, Sounder
from anhuan.domains.positioning.rules import gates as rules
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse, refuse_if_any
from anhuan.kernel.ids import uuid_of


def note_gate_passage(
    actor: Actor, person: Person, gate: str, way: str, at: datetime
) -> GatePassage:
    """Somebody went through a gate, `way` "in" or "out". Telling it again changes nothing."""
    refuse_if_any(rules.passage_blockers(gate, way, at, clock.now()))
    values: dict[str, Any] = {
        "company": person.company, "person": person, "gate": gate.strip()[:50], "way": way, "at": at
    }  # fmt: skip
    with transaction.atomic():
        pk = uuid_of("passage", person.pk, gate.strip(), way, at.isoformat())
        row, is_new = GatePassage.objects.get_or_create(id=pk, defaults=values)
        if is_new:
            after = {"gate": row.gate, "way": way, "at": at.isoformat()}
            record(actor, "pass", row, after=after)
    return row


def register_sounder(actor: Actor, company: Company, **fields: Any) -> Sounder:
    """A siren or lamp of an area: number, area."""
    return save_and_tell(actor, Sounder(company=company), fields, company, "sounders")


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
