"""Two-way pairs: rows that are here already against the ones that come, whatever keeps them."""

from collections.abc import Mapping

import orjson

from anhuan.exchange.core.conflict import Policy, Row, Sided, resolve
from anhuan.exchange.core.drift import Described
from anhuan.exchange.core.envelope import Envelope
from anhuan.exchange.core.merge import row_of

HERE, THERE = "here", "there"
Key = tuple[str, ...]


def decided(
    policy: Policy, found: Described, messages: list[Envelope], here: Mapping[Key, Row]
) -> list[Envelope]:
    """The messages as they are to be written; those that change nothing here are left out."""
    out = []
    for message in messages:
        theirs = row_of(message)
        ours = here.get(key_of(found, theirs))
        if ours is None:
            out.append(message)
            continue
        stands = resolve(policy, Sided(HERE, ours), Sided(THERE, theirs))
        if any(stands.get(name) != ours.get(name) for name in theirs):
            body = orjson.dumps({name: stands.get(name) for name in theirs})
            out.append(message._replace(body=body, digest=b""))
    return out


def key_of(found: Described, row: Row) -> Key:
    """Its key as texts."""
    return tuple(str(row.get(name)) for name in found.key)
