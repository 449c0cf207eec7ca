"""Proof by digests: which key ranges of a table differ, and which keys in them.

Both sides cut the table at the same keys and tell, for each range, how many rows it has and the sum
of their 60-bit row digests. Only ranges that differ are asked for key by key.
"""

from dataclasses import dataclass, field
from itertools import pairwise

Key = tuple[str, ...]  # texts of the key's columns


@dataclass(frozen=True, slots=True)
class Range:
    """Keys above `after` up to and including `until`; None is open."""

    after: Key | None
    until: Key | None


@dataclass(frozen=True, slots=True)
class Digest:
    """Of all rows of a range."""

    rows: int
    total: int  # sum of the rows' digests


@dataclass(slots=True)
class Difference:
    """Keys by what is wrong with them on the far side."""

    missing: list[Key] = field(default_factory=list)
    surplus: list[Key] = field(default_factory=list)
    changed: list[Key] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.missing) + len(self.surplus) + len(self.changed)

    def add(self, other: "Difference") -> None:
        """What differs elsewhere, too."""
        self.missing += other.missing
        self.surplus += other.surplus
        self.changed += other.changed

    def first(self, count: int) -> "Difference":
        """So many keys of each kind."""
        return Difference(self.missing[:count], self.surplus[:count], self.changed[:count])


def cut(boundaries: list[Key]) -> list[Range]:
    """Ranges that together hold every key there can be, also above the last boundary."""
    ends: list[Key | None] = [None, *boundaries, None]
    return [Range(after, until) for after, until in pairwise(ends)]


def differing(ranges: list[Range], here: list[Digest], there: list[Digest]) -> list[Range]:
    """The ranges whose rows are not the same on both sides."""
    triples = zip(ranges, here, there, strict=True)
    return [span for span, ours, theirs in triples if ours != theirs]


def compare(here: dict[Key, int], there: dict[Key, int]) -> Difference:
    """Row digests by key of one range, ours against theirs."""
    return Difference(
        missing=[key for key in here if key not in there],
        surplus=[key for key in there if key not in here],
        changed=[key for key, digest in here.items() if there.get(key, digest) != digest],
    )


def still(first: Difference, second: Difference) -> Difference:
    """What was wrong at both looks: a row under way between them is no difference."""
    return Difference(
        _in_both(first.missing, second.missing),
        _in_both(first.surplus, second.surplus),
        _in_both(first.changed, second.changed),
    )


def _in_both(first: list[Key], second: list[Key]) -> list[Key]:
    known = set(second)
    return [key for key in first if key in known]
