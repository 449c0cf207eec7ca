"""The only writers of alarms. Each is one transaction: change, history, audit row, event."""

from anhuan.domains.alarms.actions.configuring import add_rung, change_kind, remove_rung
from anhuan.domains.alarms.actions.escalating import escalate, escalate_due
from anhuan.domains.alarms.actions.life import (
    acknowledge,
    acknowledge_in_bulk,
    approve_gathering,
    clear,
    close,
    handle,
)
from anhuan.domains.alarms.actions.pruning import prune_alarms
from anhuan.domains.alarms.actions.raising import raise_alarm, return_alarm, update_alarm
from anhuan.domains.alarms.actions.seeding import seed_kinds
from anhuan.domains.alarms.actions.shelving import shelve, unshelve, unshelve_due
from anhuan.domains.alarms.actions.studying import change_study, finish_study, open_study
from anhuan.domains.alarms.actions.suppressing import end_suppression, ring_unsilenced, suppress

__all__ = [
    "acknowledge",
    "acknowledge_in_bulk",
    "add_rung",
    "approve_gathering",
    "change_kind",
    "change_study",
    "clear",
    "close",
    "end_suppression",
    "escalate",
    "escalate_due",
    "finish_study",
    "handle",
    "open_study",
    "prune_alarms",
    "raise_alarm",
    "remove_rung",
    "return_alarm",
    "ring_unsilenced",
    "seed_kinds",
    "shelve",
    "suppress",
    "unshelve",
    "unshelve_due",
    "update_alarm",
]
