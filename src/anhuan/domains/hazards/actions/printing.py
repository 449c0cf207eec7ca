"""Leaving a trace of what was printed."""

from collections.abc import Iterable

from anhuan.domains.audit.actions import record
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.org.models import Account


def note_prints(by: Account, hazards: Iterable[Hazard]) -> None:
    """One audit row for each hazard on the paper."""
    for hazard in hazards:
        record(by, "hazard_print", hazard)
