"""Who was on site on which past day, with which template."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from anhuan.devices.history.templates import (
    BASE_DAY,
    Template,
    of_post,
    of_vehicle,
    start_h,
)
from anhuan.devices.plant.people import Person, people
from anhuan.devices.plant.shifts import DAY_S, local_day, planned_hours
from anhuan.devices.plant.vehicles import VEHICLES

TEN_MINUTES_S = 600


@dataclass(frozen=True, slots=True)
class PastStay:
    """A template moved by whole ten minutes."""

    tag: str
    template: Template
    by_s: int


def past_stays(until_s: float, days: int) -> Iterator[PastStay]:
    """Every stay of the last `days` days, today included."""
    today = local_day(until_s)
    for offset in range(-days, 1):
        day = today + timedelta(days=offset)
        yield from _people_on(day)
        yield from _vehicles_on(day)


def _people_on(day: date) -> Iterator[PastStay]:
    seats: dict[tuple[str, str], int] = {}
    for person in people():
        key = (person.post.code, person.team)
        seat = seats[key] = seats.get(key, -1) + 1
        hours = planned_hours(person, day)
        if person.tag and hours is not None:
            yield _stay(person, day, seat, hours[0])


def _stay(person: Person, day: date, seat: int, begins_h: float) -> PastStay:
    """The next template for each seat each day: nobody walks exactly where a mate walks."""
    pool = of_post(person.post)
    template = pool[(seat + day.toordinal()) % len(pool)]
    later_s = (begins_h - start_h(person.post.roster)) * 3600
    by_s = (day - BASE_DAY).days * DAY_S + round(later_s / TEN_MINUTES_S) * TEN_MINUTES_S
    return PastStay(person.tag, template, by_s)


def _vehicles_on(day: date) -> Iterator[PastStay]:
    for vehicle in VEHICLES:
        pool = of_vehicle(vehicle)
        by_s = (day - BASE_DAY).days * DAY_S
        yield PastStay(vehicle.tag, pool[day.toordinal() % len(pool)], by_s)
