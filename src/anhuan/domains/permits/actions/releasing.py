"""What a permit lets go of when it leaves the states that held it: detectors, codes of locks."""

from datetime import datetime
from typing import Any

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.permits.actions.alarming import end_condition
from anhuan.domains.permits.models import GasWatch, Instrument, Permit
from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.locks import OPENABLE
from anhuan.domains.permits.rules.states import ISSUED_STATES, State

WATCHABLE = (
    State.ANALYSED, State.TESTED, State.MEASURES_CONFIRMED, State.BRIEFED, State.APPROVING,
    *ISSUED_STATES,
)  # fmt: skip


def release(permit: Permit, before: str, now: datetime) -> None:
    """Called after every deed, with the permit locked."""
    if before in WATCHABLE and permit.state not in WATCHABLE:
        for one in permit.watches.filter(until_at__isnull=True).select_related("instrument"):
            end_watch(permit, one, now)
    if before in OPENABLE and permit.state not in OPENABLE:
        why = f"作业票已转为{permit.get_state_display()}"
        if end_codes(permit.lock_grants.all(), now, why):
            record(SYSTEM, "permit_lock_end", permit, note=why)


def end_watch(permit: Permit, one: GasWatch, now: datetime) -> None:
    """The detector is free for another work."""
    one.until_at = now
    one.save(update_fields=["until_at"])
    end_condition(permit, Alarm.GAS_OUT, now, key_of(one.instrument))


def key_of(row: Instrument) -> str:
    """Tells the alarms of several detectors on one permit apart."""
    return f"detector-{row.pk}"


def end_codes(rows: Any, now: datetime, why: str) -> int:
    """Codes in force open nothing any more; how many."""
    count: int = rows.filter(ended_at__isnull=True).update(ended_at=now, ended_why=why[:200])
    return count
