"""Noting who went through which gate."""

from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.org.models import Person
from anhuan.domains.positioning.models import GatePassage
from anhuan.domains.positioning.rules import gates as rules
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any
from anhuan.kernel.ids import uuid_of


def note_gate_passage(
    actor: Actor, person: Person, gate: str, way: str, at: datetime, *, by_hand: bool = False
) -> GatePassage:
    """Somebody went through a gate, `way` "in" or "out". Telling it again changes nothing.

    `by_hand`: entered at the desk, because the gate's own device did not tell.
    """
    refuse_if_any(rules.passage_blockers(gate, way, at, clock.now()))
    values: dict[str, Any] = {
        "company": person.company, "person": person, "gate": gate.strip()[:50], "way": way,
        "at": at, "is_by_hand": by_hand,
    }  # fmt: skip
    with transaction.atomic():
        pk = uuid_of("passage", person.pk, gate.strip(), way, at.isoformat())
        row, is_new = GatePassage.objects.get_or_create(id=pk, defaults=values)
        if is_new:
            after = {"gate": row.gate, "way": way, "at": at.isoformat(), "is_by_hand": by_hand}
            record(actor, "pass", row, after=after)
    return row
