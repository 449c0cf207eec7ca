"""Work under permit in the running demo plant: where it is and who stands there, shift after shift.

The simulator sends these people to their place instead of on their rounds, so that a running permit
has its guardian and its worker beside the work whatever hour the plant is started.
"""

from dataclasses import dataclass
from functools import cache

from anhuan.devices.plant.areas import box
from anhuan.devices.plant.people import Person, people
from anhuan.devices.plant.routines import MIN, ROUTINES, Routine
from anhuan.devices.plant.shifts import presence
from anhuan.kernel.geometry import Ring


@dataclass(frozen=True, slots=True)
class Station:
    """A place of work nobody has to walk through. Guards and workers: post code and which of it."""

    code: str
    spot: str
    ring: Ring
    guards: tuple[str, int]  # of every shift team
    workers: tuple[str, int]  # of the day crew and the night crew


STATIONS: dict[str, Station] = {
    one.code: one
    for one in (
        Station("welding", "job-fab", box(255, 52, 265, 62), ("syn-field", 4), ("CHA-焊工", 2)),
        Station("pit", "job-pit", box(255, 100, 268, 114), ("fire-crew", 2), ("JYF-防腐工", 2)),
        Station("rack", "job-rack", box(256, 267, 270, 281), ("dst-field", 3), ("JYF-架子工", 3)),
        Station("yard", "job-yard", box(300, 72, 326, 94), ("utl-field", 1), ("CHA-管工", 3)),
    )
}


def routine_of(person: Person) -> Routine:
    """How the person's day goes: at the station, or as the post has it."""
    spot = _stationed().get(person.number)
    if spot is None:
        return ROUTINES[person.post.routine]
    return Routine((spot,), (40 * MIN, 80 * MIN), ((spot,),), (20 * MIN, 40 * MIN))


def guards_of(station: Station, t_s: float) -> list[Person]:
    """Who guards there at a moment, and who relieves him: the teams by who stays on site longest
    among those present, then those who come next."""
    code, nth = station.guards
    return sorted(_of_post(code, nth), key=lambda one: _order(one, t_s))[:2]


def worker_of(station: Station, t_s: float) -> Person:
    """Who works there: the crew that is on site, else the one that comes next."""
    stem, nth = station.workers
    crews = [one for turn in ("turn-day", "turn-night") for one in _of_post(f"{stem}-{turn}", nth)]
    return min(crews, key=lambda one: _order(one, t_s))


def _order(person: Person, t_s: float) -> tuple[int, float]:
    """Present now and for long, present for a while yet, then who comes soonest."""
    now = presence(person, t_s)
    if now is not None:
        return 0, -now.to_s
    hours = (hour for hour in range(1, 49) if presence(person, t_s + 3600 * hour))
    return 1, next(hours, 49)


def _of_post(code: str, nth: int) -> list[Person]:
    """That one of the post, in every team that has the post."""
    found: dict[str, list[Person]] = {}
    for person in people():
        if person.post.code == code:
            found.setdefault(person.team, []).append(person)
    return [team[nth] for team in found.values()]


@cache
def _stationed() -> dict[str, str]:
    """Personnel number to spot."""
    crews = ("turn-day", "turn-night")
    return {
        person.number: one.spot
        for one in STATIONS.values()
        for code, nth in (one.guards, *((f"{one.workers[0]}-{turn}", one.workers[1])
                                        for turn in crews))
        for person in _of_post(code, nth)
    }  # fmt: skip
