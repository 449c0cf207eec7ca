"""Messages grouped by when the server stored them, fifty milliseconds at a time.

The grouping depends on the stored times alone, not on when we happened to read them. So the
pipeline sees the same groups again when a stretch of the stream is read again after a crash, and
decides the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from anhuan.engine.adapters.messages import Message

BEAT_MS = 50
GUARD_MS = 20  # from a message's time to its delivery


@dataclass(frozen=True, slots=True)
class Beat:
    """What was stored before `end_ms` and was not in a beat before."""

    end_ms: int
    messages: list[Message]


@dataclass(slots=True)
class Beats:
    """Cuts what is held into beats. end_ms: of the last beat, the engine's clock."""

    held: deque[Message]
    end_ms: int = 0

    def due(self, drained_ms: int | None) -> Iterator[Beat]:
        """Every beat that is complete; `drained_ms`: up to when all messages are held."""
        horizon = self._horizon(drained_ms)
        while self.held:
            end = max(end_of(self.held[0].at_ms), self.end_ms)
            if end > horizon:
                break
            messages = [self.held.popleft()]
            while self.held and end_of(self.held[0].at_ms) <= end:
                messages.append(self.held.popleft())
            self.end_ms = end
            yield Beat(end, messages)
        if drained_ms is not None and horizon > self.end_ms:
            self.end_ms = horizon
            yield Beat(horizon, [])

    def _horizon(self, drained_ms: int | None) -> int:
        """Beats that end later may still grow."""
        newest = end_of(self.held[-1].at_ms) - BEAT_MS if self.held else 0
        drained = 0 if drained_ms is None else (drained_ms - GUARD_MS) // BEAT_MS * BEAT_MS
        return max(newest, drained)


def end_of(at_ms: int) -> int:
    """The end of the beat a moment belongs to."""
    return (at_ms // BEAT_MS + 1) * BEAT_MS
