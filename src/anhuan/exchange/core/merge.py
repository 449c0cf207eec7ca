"""Many changes of a table as the least that has the same effect: the last word per key counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from anhuan.exchange.core.envelope import Envelope, Op

Row = dict[str, Any]


@dataclass(slots=True)
class Effect:
    """What a run of changes comes to for one table. Rows are always whole: the last one stands."""

    last: dict[str, Envelope] = field(default_factory=dict)  # by key, in the order of last words

    def note(self, message: Envelope) -> None:
        """Take one more change."""
        self.last.pop(message.key, None)
        self.last[message.key] = message

    def there(self) -> list[Envelope]:
        """Whose rows are to be there."""
        return [message for message in self.last.values() if message.op is not Op.DELETE]

    def gone(self) -> list[Envelope]:
        """Whose rows are to be gone; their bodies are the key's columns."""
        return [message for message in self.last.values() if message.op is Op.DELETE]


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: effects by table, or one message that stands alone."""

    effects: dict[str, Effect]
    alone: Envelope | None = None


def steps(messages: Iterable[Envelope]) -> Iterator[Step]:
    """The messages as steps. TRUNCATE and SCHEMA stand alone: nothing is merged across them."""
    effects: dict[str, Effect] = {}
    for message in messages:
        if message.op in (Op.TRUNCATE, Op.SCHEMA):
            if effects:
                yield Step(effects)
            yield Step({}, message)
            effects = {}
        else:
            effects.setdefault(message.table, Effect()).note(message)
    if effects:
        yield Step(effects)


def row_of(message: Envelope) -> Row:
    """The row of a message, or the key's columns of a DELETE."""
    row: Row = orjson.loads(message.body)
    return row
