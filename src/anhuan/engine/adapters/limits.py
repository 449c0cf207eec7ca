"""How much one gateway may send: a bucket of tokens each, filled by the stream's own clock.

The burst is large because a gateway that was cut off delivers minutes of messages at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

PER_S = 200.0
BURST = 2_000.0
BUCKETS = 2_000  # names remembered; a full bucket need not be


@dataclass(slots=True)
class Limits:
    """Tokens left, by name, and when that was."""

    per_s: float = PER_S
    burst: float = BURST
    buckets: dict[str, tuple[float, int]] = field(default_factory=dict)

    def allows(self, name: str, at_ms: int) -> bool:
        """Take a token; False when there is none."""
        tokens, last_ms = self.buckets.get(name, (self.burst, at_ms))
        tokens = min(self.burst, tokens + max(at_ms - last_ms, 0) * self.per_s / 1000)
        allowed = tokens >= 1
        self.buckets[name] = tokens - allowed, max(at_ms, last_ms)
        if len(self.buckets) > BUCKETS:
            self._forget_full(at_ms)
        return allowed

    def _forget_full(self, at_ms: int) -> None:
        full_after_ms = self.burst / self.per_s * 1000
        self.buckets = {
            name: (tokens, last)
            for name, (tokens, last) in self.buckets.items()
            if at_ms - last < full_after_ms
        }
        if len(self.buckets) > BUCKETS:  # that many at once is an attack by new names
            self.buckets.clear()
