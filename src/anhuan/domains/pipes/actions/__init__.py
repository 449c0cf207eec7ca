"""The only writers of pipes. Each is one transaction: change, audit row, event."""

from anhuan.domains.pipes.actions.alarming import look_at_nodes
from anhuan.domains.pipes.actions.defining import add_pipe, remove, save_version, set_wish
from anhuan.domains.pipes.actions.doing import compare, discard, replay, resend, resume
from anhuan.domains.pipes.actions.enrolling import add_node, enrol, local_node, retire_node
from anhuan.domains.pipes.actions.forgetting import forget
from anhuan.domains.pipes.actions.hearing import hear

__all__ = [
    "add_node",
    "add_pipe",
    "compare",
    "discard",
    "enrol",
    "forget",
    "hear",
    "local_node",
    "look_at_nodes",
    "remove",
    "replay",
    "resend",
    "resume",
    "retire_node",
    "save_version",
    "set_wish",
]
