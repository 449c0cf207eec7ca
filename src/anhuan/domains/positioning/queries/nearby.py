"""What else can show a place: cameras near a person or an alarm (POS-023, POS-076).

The contract for slices above: register a provider in AppConfig.ready; while there is none, no
page shows the card.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from anhuan.domains.org.models import Account


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in plant metres."""

    x_m: float
    y_m: float
    floor: int


@dataclass(frozen=True, slots=True)
class Near:
    """Something that sees the place: its name, the way to its picture, how far off (metres)."""

    name: str
    url: str
    distance_m: float
    note: str = ""  # "在线", "正对装卸台"


NEAR_PROVIDERS: list[Callable[[Account, Spot], Iterable[Near]]] = []
MOST = 8


def near(account: Account, spot: Spot) -> list[Near]:
    """What sees the place, nearest first; empty while nobody registered."""
    found = chain.from_iterable(provider(account, spot) for provider in NEAR_PROVIDERS)
    return sorted(found, key=lambda one: one.distance_m)[:MOST]
