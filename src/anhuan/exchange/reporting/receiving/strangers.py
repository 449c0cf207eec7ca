"""Bad messages are counted in memory, written down now and then: a flood costs a row a peer."""

import threading
from collections import Counter

from anhuan.domains.province.actions import note_strangers
from anhuan.exchange.reporting.receiving.intake import kept
from anhuan.kernel import clock

MOST_PEERS = 1000


class Strangers:
    """Who knocked, and why nobody opened."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._guard = threading.Lock()
        self.total = 0

    def note(self, address: str, reason: str) -> None:
        """One more."""
        with self._guard:
            self.total += 1
            key = (address, reason[:100])
            if key not in self._counts and len(self._counts) >= MOST_PEERS:
                key = ("其余来源", "太多来源")
            self._counts[key] += 1

    def write(self) -> None:
        """Down to the database; what could not be written is counted on."""
        with self._guard:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            kept(lambda: note_strangers(counts, clock.now()))
        except Exception:
            with self._guard:
                self._counts.update(counts)
            raise
