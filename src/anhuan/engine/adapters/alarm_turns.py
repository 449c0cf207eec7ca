"""Whose turn it is: a flood of one kind of alarm never holds up another kind, least of all an SOS.

Five thousand people may gather in two hundred places in the same second; each of those alarms takes
some 40 ms to write on a busy machine. One order of each kind in turn, the kind that waited longest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from anhuan.engine.adapters.orders import Order

LIVES_FIRST = frozenset({"sos", "fall"})  # every second turn is theirs, while they wait


@dataclass(slots=True)
class Turns:
    """Remembers when each kind had its turn."""

    _served: dict[str, int] = field(default_factory=dict)  # kind: number of its last turn
    _number: int = 0
    _was_life: bool = False

    def next_of(self, waiting: Iterable[Order]) -> Order:
        """The oldest order of the kind whose turn it is; orders of one condition keep their order.

        `waiting` holds at least one order, oldest first.
        """
        oldest: dict[str, Order] = {}
        for order in waiting:
            oldest.setdefault(kind_of(order), order)
        kind = min(oldest, key=self._rank)
        self._number += 1
        self._served[kind] = self._number
        self._was_life = kind in LIVES_FIRST
        return oldest[kind]

    def _rank(self, kind: str) -> tuple[bool, int]:
        return (kind in LIVES_FIRST) == self._was_life, self._served.get(kind, 0)


def kind_of(order: Order) -> str:
    """`entered` of `entered:<zone>:<tag>`: all orders of a condition are of one kind."""
    return order.condition.partition(":")[0]
