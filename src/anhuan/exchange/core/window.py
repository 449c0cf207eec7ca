"""What of a route has arrived: everything up to a number, and islands behind gaps."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Span = tuple[int, int]  # first and last number, both included

MOST_AHEAD = 1_000_000  # further ahead than this is nonsense, not a gap
MOST_ISLANDS = 1_000


@dataclass(slots=True)
class Window:
    """The receiver's memory of one route; what it holds is saved with the data, in one go."""

    contiguous: int = 0  # 1 … contiguous have all arrived
    islands: list[Span] = field(default_factory=list)  # ascending, apart, beyond contiguous + 1

    def has(self, seq: int) -> bool:
        """Has this number arrived?"""
        return seq <= self.contiguous or any(a <= seq <= b for a, b in self.islands)

    def may_take(self, seq: int) -> bool:
        """Is there room for it? Strangers cannot make this memory grow without end."""
        if not 0 < seq <= self.contiguous + MOST_AHEAD:
            return False
        touches = any(a - 1 <= seq <= b + 1 for a, b in self.islands)
        return touches or seq == self.contiguous + 1 or len(self.islands) < MOST_ISLANDS

    def take(self, seq: int) -> bool:
        """Note an arrival; False when it had arrived before or there is no room."""
        if self.has(seq) or not self.may_take(seq):
            return False
        self.islands = joined([*self.islands, (seq, seq)])
        if self.islands[0][0] == self.contiguous + 1:
            self.contiguous = self.islands.pop(0)[1]
        return True

    def take_run(self, first: int, last: int) -> bool:
        """`take` for the common case: all numbers of a run that just goes on; else False."""
        if first != self.contiguous + 1 or (self.islands and self.islands[0][0] <= last + 1):
            return False
        self.contiguous = last
        return True

    @property
    def highest(self) -> int:
        """The highest number that has arrived."""
        return self.islands[-1][1] if self.islands else self.contiguous

    def missing(self) -> list[Span]:
        """The gaps below the highest arrival: what, and only what, is to be sent again."""
        gaps, before = [], self.contiguous
        for first, last in self.islands:
            gaps.append((before + 1, first - 1))
            before = last
        return gaps


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same numbers in as few spans as can be, ascending."""
    out: list[Span] = []
    for first, last in sorted(spans):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """The numbers of some spans that are in none of the others."""
    left = joined(spans)
    for begin, end in taken:
        left = [
            part
            for first, last in left
            for part in ((first, min(last, begin - 1)), (max(first, end + 1), last))
            if part[0] <= part[1]
        ]
    return joined(left)
