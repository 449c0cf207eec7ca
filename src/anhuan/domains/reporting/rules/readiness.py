"""Whether a receiver can be connected: data complete, codes entered, its port reached
(Lu Ying Ji 2021 No. 2: complete the data, open the ports, prepare access)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

COMPLETE, FAULTY, EMPTY, QUIET = "complete", "faulty", "empty", "quiet"
WORDS = {
    COMPLETE: ("完备", "good"), FAULTY: ("不完整", "p2"), EMPTY: ("没有数据", "p2"),
    QUIET: ("尚未发生", "off"),
}  # fmt: skip
TOLD = 3  # faults named of a table


@dataclass(frozen=True, slots=True)
class Readiness:
    """One table: rows there are, of those looked at how many are sound; a fault → rows with it.
    `is_register`: it has rows in any plant; a table of events may be empty."""

    table: str
    name: str
    rows: int
    looked_at: int
    sound: int
    faults: Counter[str]
    is_register: bool

    @property
    def verdict(self) -> str:
        """One of `WORDS`."""
        if not self.rows:
            return EMPTY if self.is_register else QUIET
        return COMPLETE if self.sound == self.looked_at else FAULTY

    @property
    def is_ready(self) -> bool:
        """Nothing stands against sending this table."""
        return self.verdict in (COMPLETE, QUIET)

    @property
    def told(self) -> str:
        """What is wrong, the most frequent first."""
        return "；".join(f"{text}（{n} 条）" for text, n in self.faults.most_common(TOLD))


def ready_of(found: Sequence[Readiness]) -> tuple[int, int]:
    """Tables that are ready, of how many."""
    return sum(one.is_ready for one in found), len(found)
