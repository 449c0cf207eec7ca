"""Numbers of one sender's messages: everything up to one, and islands behind gaps."""

from collections.abc import Sequence

Span = tuple[int, int]  # first and last, both included
MOST_AHEAD = 1_000_000  # further ahead is nonsense, not a gap
MOST_ISLANDS = 1_000


def taken(contiguous: int, islands: Sequence[Span], number: int) -> tuple[int, list[Span]]:
    """The memory after `number` has arrived; unchanged where it had, or where it is nonsense."""
    known = [(first, last) for first, last in islands]
    inside = any(first <= number <= last for first, last in known)
    if number <= contiguous or inside or number > contiguous + MOST_AHEAD:
        return contiguous, known
    found: list[Span] = []
    for first, last in sorted([*known, (number, number)]):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    if found[0][0] == contiguous + 1:
        contiguous = found.pop(0)[1]
    return (contiguous, found) if len(found) <= MOST_ISLANDS else (contiguous, known)


def missing(contiguous: int, islands: Sequence[Span]) -> list[Span]:
    """What, and only what, is to be sent again."""
    gaps, before = [], contiguous
    for first, last in islands:
        gaps.append((before + 1, first - 1))
        before = last
    return gaps
