"""Stopped equipment, overhauls, holidays: nothing is asked for meanwhile, and nothing is overdue.

Province annex 2 (stop and overhaul records spare the tasks of that time), INS-033, INS-034.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from anhuan.domains.inspection.rules.recurrence import Slot


@dataclass(frozen=True, slots=True)
class Pause:
    """From when until when something stands still; `end` None: until further notice."""

    begin: datetime
    end: datetime | None
    reason: str

    def covers(self, at: datetime) -> bool:
        """The end itself is work again."""
        return self.begin <= at and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of a slot: its begin may be later; `reason` says why nothing is left."""

    slot: Slot
    reason: str = ""


def after_pauses(slot: Slot, pauses: Iterable[Pause]) -> Kept:
    """A slot whose end is paused is not asked for; one whose begin is paused begins later.

    Who had the first half of a slot only was free to use the second: nobody is late for it.
    """
    pauses = sorted(pauses, key=lambda one: one.begin)
    for pause in pauses:
        if pause.covers(slot.end) or (pause.begin <= slot.begin and pause.end == slot.end):
            return Kept(slot, pause.reason)
    begin = slot.begin
    for pause in pauses:
        if pause.covers(begin) and pause.end is not None:
            begin = min(pause.end, slot.end)
    return Kept(replace(slot, begin=begin))
