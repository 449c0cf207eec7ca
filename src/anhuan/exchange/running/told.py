"""How a pipe stands, for the page and the metrics."""

from collections import deque
from dataclasses import dataclass, field

from anhuan.exchange.core.sampling import Sample
from anhuan.exchange.running.comparing import Look

SAMPLES = 20


@dataclass(slots=True)
class Told:
    """Written by the pipe's threads, read by everybody."""

    state: str = "running"
    faults: dict[str, str] = field(default_factory=dict)  # by what is wrong
    collected: int = 0
    buried: int = 0
    looks: dict[str, list[Look]] = field(default_factory=dict)  # by route
    samples: deque[Sample] = field(default_factory=lambda: deque(maxlen=SAMPLES))

    @property
    def fault(self) -> str:
        """All that is wrong now."""
        return "；".join(dict.fromkeys(self.faults.values()))

    def mended(self, name: str) -> None:
        """What was wrong there is over."""
        self.faults.pop(name, None)
