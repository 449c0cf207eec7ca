"""Ordering an evacuation, following it, roll-call, all clear."""

from anhuan.domains.emergency.actions.adding import add_people
from anhuan.domains.emergency.actions.ending import stand_down
from anhuan.domains.emergency.actions.following import follow, follow_due
from anhuan.domains.emergency.actions.ordering import Order, order_evacuation
from anhuan.domains.emergency.actions.pruning import prune
from anhuan.domains.emergency.actions.settings import change_settings
from anhuan.domains.emergency.actions.telling import note_acknowledgement, tell_again
from anhuan.domains.emergency.actions.ticking import tick, untick

__all__ = [
    "Order",
    "add_people",
    "change_settings",
    "follow",
    "follow_due",
    "note_acknowledgement",
    "order_evacuation",
    "prune",
    "stand_down",
    "tell_again",
    "tick",
    "untick",
]
