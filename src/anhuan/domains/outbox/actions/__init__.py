"""Writing events in the transaction that causes them, and relaying them afterwards."""

from anhuan.domains.outbox.actions.emitting import CHANNEL, emit, in_one_go
from anhuan.domains.outbox.actions.numbering import mark_published, number_waiting
from anhuan.domains.outbox.actions.pruning import prune
from anhuan.domains.outbox.actions.reacting import React, react

__all__ = [
    "CHANNEL",
    "React",
    "emit",
    "in_one_go",
    "mark_published",
    "number_waiting",
    "prune",
    "react",
]
