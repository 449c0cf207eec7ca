"""How the chain is sealed and checked. Pure."""

from collections.abc import Iterable
from typing import Any

from anhuan.kernel.digest import canonical_json, sm3_hex

GENESIS = "0" * 64


def seal_of(previous: str, content: dict[str, Any]) -> str:
    """SM3 over the previous seal and the row's content in canonical JSON, as 64 hex digits."""
    return sm3_hex(previous.encode() + canonical_json(content))


def first_break(rows: Iterable[tuple[int, str, dict[str, Any]]]) -> int | None:
    """The first `seq` whose number or seal does not follow from the row before; None if whole.

    Rows are (seq, seal, content) in ascending seq, starting at the chain's first row.
    """
    previous, expected = GENESIS, 1
    for seq, seal, content in rows:
        if seq != expected or seal != seal_of(previous, content):
            return expected
        previous, expected = seal, seq + 1
    return None
