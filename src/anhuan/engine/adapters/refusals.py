"""What was refused and why: counted exactly, sampled sparingly.

Counts are kept by hour, source and reason and written together with the stream position they
belong to, so that a replay after a crash does not count twice. Whoever floods us with ever new
names or payloads fills neither memory nor the table.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from anhuan.kernel import clock

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
KEPT_BYTES = 4096  # of a sample's payload
SAMPLES_PER_DAY = 200  # of one reason
SAME_AGAIN_AFTER_MS = 600_000  # one sample of one thing in ten minutes
SOURCES = 500  # told apart within one hour
OTHERS = "(others)"


@dataclass(frozen=True, slots=True)
class Sample:
    """One refused message, for a person to look at."""

    at: datetime
    subject: str
    reason: str
    detail: str
    payload: bytes


@dataclass(slots=True)
class Refusals:
    """Everything refused since the last time it was taken."""

    counts: Counter[tuple[int, str, str]] = field(default_factory=Counter)  # hour, source, reason
    samples: list[Sample] = field(default_factory=list)
    total: Counter[str] = field(default_factory=Counter)  # by reason, since the start
    _seen: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _of_day: Counter[tuple[int, str]] = field(default_factory=Counter)
    _sources: set[tuple[int, str]] = field(default_factory=set)

    def note(
        self, at_ms: int, subject: str, reason: str, detail: str = "", payload: bytes = b""
    ) -> None:
        """Count one refusal; keep it as a sample when nothing like it was kept lately."""
        source = subject.removeprefix("anhuan.v1.")[:100]
        hour = at_ms - at_ms % HOUR_MS
        self.counts[hour, self._source(hour, source), reason] += 1
        self.total[reason] += 1
        if self._is_news(at_ms, (reason, source, detail)):
            at, body = clock.from_ms(at_ms), payload[:KEPT_BYTES]
            self.samples.append(Sample(at, subject[:200], reason, detail[:300], body))

    def _source(self, hour: int, source: str) -> str:
        if (hour, source) not in self._sources:
            if len(self._sources) >= SOURCES:
                self._sources = {known for known in self._sources if known[0] >= hour}
            if len(self._sources) >= SOURCES:
                return OTHERS
            self._sources.add((hour, source))
        return source

    def _is_news(self, at_ms: int, what: tuple[str, str, str]) -> bool:
        day = at_ms // DAY_MS, what[0]
        last = self._seen.get(what)
        if last is not None and at_ms - last < SAME_AGAIN_AFTER_MS:
            return False
        if self._of_day[day] >= SAMPLES_PER_DAY:
            return False
        if len(self._seen) > 10 * SOURCES:
            self._seen.clear()
        if len(self._of_day) > SOURCES:
            self._of_day.clear()
        self._seen[what] = at_ms
        self._of_day[day] += 1
        return True

    def take(self) -> tuple[Counter[tuple[int, str, str]], list[Sample]]:
        """Counts and samples so far; nothing is left."""
        taken = self.counts, self.samples
        self.counts, self.samples = Counter(), []
        return taken

    def give_back(self, counts: Counter[tuple[int, str, str]], samples: list[Sample]) -> None:
        """They could not be written: keep them for the next time."""
        self.counts.update(counts)
        self.samples = (samples + self.samples)[: 10 * SAMPLES_PER_DAY]
