"""Whose turn it is: a flood of one kind of alarm never holds up another kind, least of all an SOS.

Five thousand people may gather in two hundred places in the same second, and go on changing. New
alarms of each kind come in turn, changes of standing ones stand back a little; whoever waited
longest is next. Every second turn belongs to those who call for help, while there are such.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from anhuan.engine.adapters.orders import RAISE, Order

CALLS = frozenset({"sos", "fall"})
CHANGES = "changes"
STANDS_BACK = 3  # turns that changes leave to new alarms


@dataclass(slots=True)
class Turns:
    """Remembers when each queue had its turn."""

    _served: dict[str, int] = field(default_factory=dict)  # queue: number of its last turn
    _number: int = 0
    _was_call: bool = False

    def next_of(self, waiting: Iterable[Order]) -> Order:
        """The oldest order of the queue whose turn it is; one condition's orders stay in order.

        `waiting` holds at least one order, oldest first.
        """
        first: dict[str, Order] = {}
        rings: set[str] = set()
        for order in waiting:
            first.setdefault(order.condition, order)
            if order.do == RAISE:
                rings.add(order.condition)
        oldest: dict[str, Order] = {}
        for condition, order in first.items():
            oldest.setdefault(queue_of(condition, rings=condition in rings), order)
        queue = min(oldest, key=self._rank)
        self._number += 1
        self._served[queue] = self._number
        self._was_call = queue in CALLS
        return oldest[queue]

    def _rank(self, queue: str) -> tuple[bool, int]:
        stands_back = STANDS_BACK if queue == CHANGES else 0
        return (queue in CALLS) == self._was_call, self._served.get(queue, 0) + stands_back


def queue_of(condition: str, *, rings: bool) -> str:
    """`entered` of `entered:<zone>:<tag>`, if a new alarm of it waits (perhaps behind the end of
    the last one); all orders of a call for help stay together."""
    kind = condition.partition(":")[0]
    return kind if rings or kind in CALLS else CHANGES
