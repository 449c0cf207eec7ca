"""All clear."""

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.emergency.actions.steps import changed, locked, note
from anhuan.domains.emergency.actions.telling import (
    ALL_CLEAR,
    sounders_in,
    tell_accounts,
    tell_devices,
)
from anhuan.domains.emergency.events import EvacuationStoodDown
from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.emergency.queries.evacuations import settings_of
from anhuan.domains.emergency.queries.roll import roll_now
from anhuan.domains.emergency.rules.blockers import stand_down_blockers
from anhuan.domains.emergency.rules.life import State
from anhuan.domains.org.models import Account
from anhuan.domains.outbox.actions import emit
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any


@transaction.atomic
def stand_down(
    by: Account, evacuation: Evacuation, reason: str, *, despite: bool = False
) -> Evacuation:
    """End it with a reason. `despite`: although people are left, which is written down."""
    now, evacuation = clock.now(), locked(evacuation.pk)
    left = roll_now(evacuation).left
    blockers = stand_down_blockers(State(evacuation.state), left, reason, despite=despite)
    refuse_if_any(blockers)
    evacuation.state = State.STOOD_DOWN
    evacuation.stood_down_at, evacuation.stood_down_by = now, by
    evacuation.stood_down_reason = reason[:300]
    _tell(evacuation)
    text = reason + (f"（{left} 人未到位）" if left else "")
    note(evacuation, by, "stand_down", text, now)
    record(by, "stand_down", evacuation, after={"state": "stood_down", "left": left}, note=reason)
    emit(evacuation.company.code, EvacuationStoodDown(evacuation.pk, evacuation.is_drill, reason))
    changed(evacuation, left, "state", "stood_down_at", "stood_down_by", "stood_down_reason")
    return evacuation


def _tell(evacuation: Evacuation) -> None:
    """To everybody who was told to leave: devices, sounders, accounts."""
    text = settings_of(evacuation.company).clear_text
    rows = evacuation.evacuees.filter(tag__isnull=False)
    numbers = rows.values_list("tag__number", flat=True)
    devices = [*numbers, *sounders_in(evacuation)]
    tell_devices(evacuation, ALL_CLEAR, text, devices, clock.now())
    people = evacuation.evacuees.values_list("person_id", flat=True)
    tell_accounts(evacuation, people, f"疏散解除：{text}", priority=2, staff=True)
