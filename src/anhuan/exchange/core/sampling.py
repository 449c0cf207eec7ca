"""The last messages for people: what came in, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from anhuan.exchange.core.drafting import Burial, Change, Drafted
from anhuan.kernel import clock

LONGEST = 2000  # characters of a row


@dataclass(frozen=True, slots=True)
class Sample:
    """One change and its messages. `made`: route, operation, key, body."""

    at: str
    op: str
    table: str
    row: str
    made: tuple[tuple[str, str, str, str], ...]
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        names = ("at", "op", "table", "row", "made", "reason")
        return {name: getattr(self, name) for name in names}


def sample_of(change: Change, made: Sequence[Drafted]) -> Sample:
    """As it is shown; long rows are cut."""
    messages = tuple(
        (one[0], one[1].op.value, one[1].key, _cut(one[1].body))
        for one in made
        if not isinstance(one, Burial)
    )
    reasons = "；".join(one.reason for one in made if isinstance(one, Burial))
    row = _cut(orjson.dumps(change.row, default=str))
    at = clock.now().isoformat()
    return Sample(at, change.op.value, change.table, row, messages, reasons)


def _cut(body: bytes) -> str:
    text = body.decode(errors="replace")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
