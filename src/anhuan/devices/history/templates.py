"""Typical stays of each post: planned and packed once, then used on many days.

A month of everybody is some twenty million points. People at one post have alike days, so a few
stays per post are worked out in full, and each day takes them in turn, never two people the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from zlib import crc32

import numpy as np

from anhuan.devices.history.packing import Packed, packed
from anhuan.devices.history.visiting import Visit, visits_of
from anhuan.devices.itinerary import plan_stay, walking_speed
from anhuan.devices.plant.posts import Post
from anhuan.devices.plant.routines import ROUTINES
from anhuan.devices.plant.shifts import DAY_S, Presence, midnight_s
from anhuan.devices.plant.vehicles import Vehicle
from anhuan.devices.timeline import Timeline

SPARE = 2  # stays more than people, so that the same person has other days
BASE_DAY = date(2026, 6, 1)
BASE_S = midnight_s(BASE_DAY)
_NOMINAL_H = {
    "shift": (8.0, 16.0), "day": (8.5, 17.5), "turn-day": (7.5, 19.5), "turn-night": (19.5, 31.5),
    "visit": (9.0, 12.0),
}  # fmt: skip
_OVERTIME_H = (0.0, 0.0, 1.0, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class Template:
    """A stay on the base day: chunks and visits, to be moved by whole ten minutes."""

    chunks: tuple[Packed, ...]
    visits: tuple[Visit, ...]


def start_h(roster: str) -> float:
    """When the templates of a roster begin, hours of the base day."""
    return _NOMINAL_H[roster][0]


@cache
def of_post(post: Post) -> tuple[Template, ...]:
    """The typical stays of a post."""
    return tuple(_templates(post))


@cache
def of_vehicle(vehicle: Vehicle) -> tuple[Template, ...]:
    """The typical days of a vehicle."""
    rng = np.random.default_rng(crc32(vehicle.number.encode()))
    stay = Presence(BASE_S, BASE_S + DAY_S)
    routine = ROUTINES[vehicle.routine]
    speed = vehicle.speed_mps
    return tuple(
        _template(plan_stay(routine, stay, rng, speed_mps=speed, sways=False)) for _ in range(3)
    )


def _templates(post: Post) -> Iterator[Template]:
    rng = np.random.default_rng(crc32(post.code.encode()))
    begin_h, end_h = _NOMINAL_H[post.roster]
    for _ in range(post.heads + SPARE):
        late_h = float(rng.choice(_OVERTIME_H)) if post.roster == "day" else 0.0
        stay = Presence(
            BASE_S + begin_h * 3600 - rng.uniform(900, 1800),
            BASE_S + (end_h + late_h) * 3600 + rng.uniform(600, 1800),
        )
        speed = walking_speed(rng)
        yield _template(plan_stay(ROUTINES[post.routine], stay, rng, speed_mps=speed))


def _template(line: Timeline) -> Template:
    return Template(tuple(packed(line)), tuple(visits_of(line)))
