"""A condition that must hold for a while before it counts, and be gone for a while to end.

One latch a key; the keys are few (zones, people in restricted zones), so plain dictionaries.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class Latch:
    """onset_ms: since when it holds; raised: it was told; off_ms: since when it does not hold."""

    onset_ms: int
    raised: bool = False
    off_ms: int | None = None


@dataclass(slots=True)
class Latches(Generic[Key]):
    """All latches of one rule."""

    open: dict[Key, Latch] = field(default_factory=dict)

    def step(
        self, holds: Mapping[Key, int], now_ms: int, on_after_ms: int = 0, off_after_ms: int = 0
    ) -> tuple[list[tuple[Key, int]], list[tuple[Key, int]]]:
        """`holds`: the keys whose condition holds now, with since when it may count.

        Returns (raised, cleared), each with the onset, in a fixed order.
        """
        raised, cleared = [], []
        for key in sorted(holds, key=repr):
            latch = self.open.setdefault(key, Latch(holds[key]))
            latch.off_ms = None
            if not latch.raised and now_ms - latch.onset_ms >= on_after_ms:
                latch.raised = True
                raised.append((key, latch.onset_ms))
        for key in sorted(self.open.keys() - holds.keys(), key=repr):
            latch = self.open[key]
            latch.off_ms = now_ms if latch.off_ms is None else latch.off_ms
            if not latch.raised or now_ms - latch.off_ms >= off_after_ms:
                del self.open[key]
                if latch.raised:
                    cleared.append((key, latch.onset_ms))
        return raised, cleared

    def dump(self) -> list[list[Any]]:
        """As JSON-able values."""
        return [[key, one.onset_ms, one.raised, one.off_ms] for key, one in self.open.items()]

    @classmethod
    def load(cls, plain: list[list[Any]]) -> Latches[Key]:
        """Undo `dump`; keys of several parts come back as tuples."""
        latches: Latches[Key] = cls()
        for key, onset_ms, raised, off_ms in plain:
            name = cast("Key", tuple(key) if isinstance(key, list) else key)
            latches.open[name] = Latch(onset_ms, raised, off_ms)
        return latches
