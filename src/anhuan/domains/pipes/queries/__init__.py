"""Reading pipes, gated by company."""

from anhuan.domains.pipes.queries.nodes import (
    local_node,
    node_by_key,
    node_by_token,
    node_for,
    resends_of,
    visible_deeds,
    visible_nodes,
)
from anhuan.domains.pipes.queries.pipes import (
    orders_for,
    pipe_for,
    refusal_of,
    routes_of,
    samples_of,
    standing_of,
    text_of,
    version_for,
    visible_pipes,
)
from anhuan.domains.pipes.queries.told import (
    letter_for,
    look_for,
    visible_letters,
    visible_log,
    visible_looks,
    visible_receipts,
)

__all__ = [
    "letter_for",
    "local_node",
    "look_for",
    "node_by_key",
    "node_by_token",
    "node_for",
    "orders_for",
    "pipe_for",
    "refusal_of",
    "resends_of",
    "routes_of",
    "samples_of",
    "standing_of",
    "text_of",
    "version_for",
    "visible_deeds",
    "visible_letters",
    "visible_log",
    "visible_looks",
    "visible_nodes",
    "visible_pipes",
    "visible_receipts",
]
