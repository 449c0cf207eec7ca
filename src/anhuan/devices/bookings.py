"""Who will stand where: keeps three people from lingering within one crowding circle."""

from collections import defaultdict
from functools import cache
from math import dist

from anhuan.devices.plant.areas import innermost
from anhuan.devices.plant.spots import SPOTS

CIRCLE_M = 37.0  # a circle of 15 m radius, and the few steps people take about their spots
MOST_TOGETHER = 2


@cache
def _near(spot: str) -> tuple[str, ...]:
    """Spots that could share a crowding circle with this one, itself included."""
    if is_free(spot):
        return ()
    x, y, floor = SPOTS[spot]
    return tuple(
        other
        for other, (ox, oy, storey) in SPOTS.items()
        if storey == floor and dist((x, y), (ox, oy)) <= CIRCLE_M and not is_free(other)
    )


@cache
def is_free(spot: str) -> bool:
    """Offices, control room and the like: people are meant to gather there."""
    return innermost(*SPOTS[spot]).people_gather


class Bookings:
    """Stops planned so far, by spot: (from, to) in seconds since 1970."""

    def __init__(self) -> None:
        self._booked: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def take(self, spot: str, from_s: float, to_s: float) -> bool:
        """Book the spot for that time unless it would make a third person in the circle."""
        near = _near(spot)
        together = sum(
            1
            for other in near
            for start, end in self._booked[other]
            if start < to_s and from_s < end
        )
        if near and together >= MOST_TOGETHER:
            return False
        self._booked[spot].append((from_s, to_s))
        return True

    def forget_before(self, t_s: float) -> None:
        """Drop what is over, so that a year of running stays small."""
        for spot, spans in self._booked.items():
            self._booked[spot] = [span for span in spans if span[1] >= t_s]
