"""Whether two hazards are the same thing: words by pairs of characters, weighed with the place.

Chinese has no blanks to split at; pairs of characters carry enough to tell 法兰渗漏 from 灯具损坏.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")

_NOT_WORDS = re.compile(r"[\W_]+")
PLACE_SHARE = 0.25  # the rest is the words


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared: words, and where."""

    words: str
    place: str = ""
    area: UUID | None = None
    structure: UUID | None = None


def likeness(one: Sketch, other: Sketch) -> float:
    """0 nothing in common … 1 the same words at the same place."""
    words = _shared(_pairs(one.words), _pairs(other.words))
    return (1 - PLACE_SHARE) * words + PLACE_SHARE * _same_place(one, other)


def _same_place(one: Sketch, other: Sketch) -> float:
    if one.structure and one.structure == other.structure:
        return 1.0
    written = _shared(_pairs(one.place), _pairs(other.place))
    return max(written, 0.5 if one.area and one.area == other.area else 0.0)


def _pairs(text: str) -> frozenset[str]:
    plain = _NOT_WORDS.sub("", text).lower()
    if len(plain) < 2:
        return frozenset({plain} if plain else ())
    return frozenset(plain[k : k + 2] for k in range(len(plain) - 1))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's share, which forgives that one of two was told at greater length."""
    together = len(one) + len(other)
    return 2 * len(one & other) / together if together else 0.0


def likest(
    given: Sketch, others: Iterable[tuple[T, Sketch]], least: float
) -> list[tuple[T, float]]:
    """Those at least so much alike, the likest first."""
    found = [(key, round(likeness(given, sketch), 3)) for key, sketch in others]
    return sorted((pair for pair in found if pair[1] >= least), key=lambda pair: -pair[1])
