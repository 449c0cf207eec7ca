"""The only writers of reports. Each is one transaction: change, audit row, event."""

from anhuan.domains.reporting.actions.committing import commit
from anhuan.domains.reporting.actions.intake import recheck, take_row
from anhuan.domains.reporting.actions.orders import (
    Word,
    note_passed,
    note_sent,
    note_told,
    pass_reply,
    reply,
    take_orders,
)
from anhuan.domains.reporting.actions.pruning import prune
from anhuan.domains.reporting.actions.reaching import try_port
from anhuan.domains.reporting.actions.reminding import remind
from anhuan.domains.reporting.actions.sending import claim, note_outcome
from anhuan.domains.reporting.actions.settings import save_settings
from anhuan.domains.reporting.actions.slots import open_slots
from anhuan.domains.reporting.actions.targets import save_target, send_everything, set_active
from anhuan.domains.reporting.actions.trying import drop, resend, send_test

__all__ = [
    "Word",
    "claim",
    "commit",
    "drop",
    "note_outcome",
    "note_passed",
    "note_sent",
    "note_told",
    "open_slots",
    "pass_reply",
    "prune",
    "recheck",
    "remind",
    "reply",
    "resend",
    "save_settings",
    "save_target",
    "send_everything",
    "send_test",
    "set_active",
    "take_orders",
    "take_row",
    "try_port",
]
