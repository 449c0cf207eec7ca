"""One search box over everything: each slice registers what it can find."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is called, what tells it apart, where it is."""

    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Finder:
    """A kind of thing that can be found by those who hold `right`.

    `find(account, text, limit)` returns at most `limit` hits and only what the account may see.
    """

    label: str
    right: str
    find: Callable[[Any, str, int], Iterable[Hit]]


# In the order shown. A slice adds its own in AppConfig.ready: `FINDERS.append(Finder(…))`.
FINDERS: list[Finder] = []


def find_everywhere(account: Any, text: str, limit: int = 6) -> list[tuple[str, list[Hit]]]:
    """Hits by kind; kinds without hits are left out."""
    words = text.strip().replace("\x00", "")[:50]
    if not words:
        return []
    allowed = [finder for finder in FINDERS if account.may(finder.right)]
    found = [(one.label, list(one.find(account, words, limit))) for one in allowed]
    return [(label, hits) for label, hits in found if hits]
