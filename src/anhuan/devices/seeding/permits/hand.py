"""The house's clock shown by hand, while the past is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from heapq import heappop, heappush

from anhuan.kernel import clock

Story = Iterator[datetime]  # what comes next and when; what happens then, happens on resuming


class Hand:
    """A clock that stands where it was put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment it shows."""
        return self.at


@contextmanager
def by_hand(at: datetime) -> Iterator[Hand]:
    """Every action believes it is then. In a process of its own: nobody else reads this clock."""
    hand, real = Hand(at), clock.now
    clock.now = hand.now
    try:
        yield hand
    finally:
        clock.now = real


def tell(hand: Hand, stories: list[Story], until: datetime) -> None:
    """All stories at once in the order of time; what comes after `until` is not told."""
    waiting: list[tuple[datetime, int]] = []
    for number, story in enumerate(stories):
        _go_on(waiting, story, number, until)
    while waiting:
        hand.at, number = heappop(waiting)
        _go_on(waiting, stories[number], number, until)


def _go_on(waiting: list[tuple[datetime, int]], story: Story, number: int, until: datetime) -> None:
    moment = next(story, None)
    if moment is not None and moment <= until:
        heappush(waiting, (moment, number))
