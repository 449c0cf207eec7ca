"""Who is told next, and when, while nobody acknowledges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Rung:
    """After that many seconds without acknowledgement this role is told."""

    after_s: int
    role: str


def due_rungs(
    ladder: Sequence[Rung], since: datetime, told: int, now: datetime
) -> tuple[Rung, ...]:
    """The rungs that are due and not yet told; `told` counts those already climbed."""
    elapsed_s = (now - since).total_seconds()
    return tuple(rung for rung in sorted(ladder)[told:] if rung.after_s <= elapsed_s)


def next_due_at(ladder: Sequence[Rung], since: datetime, told: int) -> datetime | None:
    """When the next rung is due; None at the top."""
    waiting = sorted(ladder)[told:]
    return since + timedelta(seconds=waiting[0].after_s) if waiting else None
