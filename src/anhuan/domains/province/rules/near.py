"""Who is near a place: for plans, evacuation, command and dispatch (AQ 3064.3-2025 6.2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Any

from anhuan.domains.reporting.rules.values import read_moment

EARTH_M = 6_371_000.0
FARTHEST_M = 20_000.0
POSITIONS = "AQL_POS"  # the table of packets
Fix = tuple[str, str, float, float, str, str]  # person, card, longitude, latitude, floor, time


@dataclass(frozen=True, slots=True)
class Near:
    """A person's newest position."""

    person: str
    card: str
    longitude: float
    latitude: float
    floor: str
    at: datetime | None
    distance_m: float


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Between two places given as (longitude, latitude), along the surface."""
    (x1, y1), (x2, y2) = ((radians(x), radians(y)) for x, y in (one, other))
    half = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_M * asin(min(sqrt(half), 1.0))


def near(row: Mapping[str, Any], place: tuple[float, float], radius_m: float) -> Iterator[Near]:
    """Of one packet of positions; on the circle is within it."""
    for one in row.get("POSITIONS") or ():
        x, y = one.get("LONGITUDE"), one.get("LATITUDE")
        if not isinstance(x, int | float) or not isinstance(y, int | float):
            continue
        far = distance_m((float(x), float(y)), place)
        if far <= radius_m:
            yield Near(
                str(one.get("PERSON_ID") or ""), str(one.get("CARD_NO") or ""), float(x), float(y),
                str(one.get("FLOOR") or ""), read_moment(one.get("TIME")), round(far, 1),
            )  # fmt: skip


def packed(row: Mapping[str, Any]) -> list[Fix]:
    """One packet, short: what a track needs of each person."""
    return [
        (str(one.get("PERSON_ID") or ""), str(one.get("CARD_NO") or ""), float(x), float(y),
         str(one.get("FLOOR") or ""), str(one.get("TIME") or ""))
        for one in row.get("POSITIONS") or ()
        if isinstance(x := one.get("LONGITUDE"), int | float)
        and isinstance(y := one.get("LATITUDE"), int | float)
    ]  # fmt: skip


def length_m(places: Sequence[tuple[float, float]]) -> float:
    """Along a track, from fix to fix."""
    return sum(distance_m(one, other) for one, other in pairwise(places))
