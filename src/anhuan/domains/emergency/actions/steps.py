"""The course of an evacuation, one line at a time, and telling live pages."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from anhuan.domains.audit.actions import Actor
from anhuan.domains.emergency.events import EvacuationChanged
from anhuan.domains.emergency.models import Evacuation, EvacuationStep, Evacuee
from anhuan.domains.emergency.models.evacuees import COURSE_FIELDS
from anhuan.domains.emergency.rules.blockers import open_blockers
from anhuan.domains.emergency.rules.life import State
from anhuan.domains.outbox.actions import emit
from anhuan.kernel.errors import refuse_if_any

TOLD_FIELDS = ("message", "sent_at", "acknowledged_at")


def locked(pk: UUID) -> Evacuation:
    """The row for a deed: who comes second waits, so no count is made twice. Open ones only."""
    rows = Evacuation.objects.select_related("company").select_for_update(of=("self",))
    evacuation = rows.get(pk=pk)
    refuse_if_any(open_blockers(State(evacuation.state)))
    return evacuation


def note(evacuation: Evacuation, actor: Actor, verb: str, text: str, at: datetime) -> None:
    """One line."""
    EvacuationStep.objects.create(
        evacuation=evacuation, at=at, verb=verb, by_name=actor.display_name[:64], text=text[:500]
    )


def changed(evacuation: Evacuation, left: int, *fields: str) -> None:
    """Save, with the next version, and let live pages know."""
    evacuation.version += 1
    evacuation.save(update_fields=["version", *fields])
    event = EvacuationChanged(evacuation.pk, evacuation.version, left)
    emit(evacuation.company.code, event)


def keep_courses(
    evacuees: Iterable[Evacuee], fields: Iterable[str] = COURSE_FIELDS, also: Iterable[str] = ()
) -> None:
    """Write many at once. An upsert costs the same for each row; an update with a case for each
    row grows with the square of a plant."""
    Evacuee.objects.bulk_create(
        evacuees, update_conflicts=True, unique_fields=["id"], update_fields=[*fields, *also]
    )
