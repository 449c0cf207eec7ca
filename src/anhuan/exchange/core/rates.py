"""How fast counters grow, over the last seconds."""

from collections import deque
from dataclasses import dataclass, field

SPAN_S = 10.0


@dataclass(slots=True)
class Rate:
    """Fed with a counter and the time; a counter that went down began anew."""

    seen: deque[tuple[float, int]] = field(default_factory=deque)

    def per_s(self, count: int, at_s: float) -> float:
        """Counts a second over the last ten, after this reading."""
        if self.seen and count < self.seen[-1][1]:
            self.seen.clear()
        self.seen.append((at_s, count))
        while self.seen[0][0] < at_s - SPAN_S:
            self.seen.popleft()
        begin_s, begin = self.seen[0]
        return round((count - begin) / (at_s - begin_s), 1) if at_s > begin_s else 0.0


@dataclass(slots=True)
class Lag:
    """For how long a number has not been reached that was already given away."""

    since_s: float | None = None

    def seconds(self, acked: int, last: int, at_s: float) -> float:
        """0 while everything has arrived."""
        if acked >= last:
            self.since_s = None
        elif self.since_s is None:
            self.since_s = at_s
        return 0.0 if self.since_s is None else round(at_s - self.since_s, 1)
