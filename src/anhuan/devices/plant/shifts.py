"""四班三倒: which team works when, and who is on site from when until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from anhuan.devices.plant.departments import TEAMS
from anhuan.devices.plant.people import Person
from anhuan.devices.plant.site import SITE

# Two days each of 白班, 中班, 夜班, with a day off before the nights and one after them; the teams
# stand two days apart, so that each shift of each day has one team.
CYCLE = ("day", "day", "late", "late", "", "night", "night", "")
STARTS_H = {"day": 8, "late": 16, "night": 0}
SHIFT_H = 8
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Presence:
    """One stay on site, seconds since 1970."""

    from_s: float
    to_s: float


def local_day(t_s: float) -> date:
    """The plant's calendar day of a moment."""
    return (datetime.fromtimestamp(t_s, UTC) + timedelta(hours=SITE.utc_offset_h)).date()


def midnight_s(day: date) -> float:
    """When a plant day begins, seconds since 1970."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return start.timestamp() - SITE.utc_offset_h * 3600


def shift_of(team: str, day: date) -> str:
    """What a team works on a day: day, late, night, or empty when it is off."""
    return CYCLE[(day.toordinal() + 2 * TEAMS.index(team)) % len(CYCLE)]


def team_on_duty(t_s: float) -> str:
    """The team whose shift it is."""
    day = local_day(t_s)
    hour = (t_s - midnight_s(day)) / 3600
    shift = ("night", "day", "late")[int(hour // SHIFT_H)]
    return next(team for team in TEAMS if shift_of(team, day) == shift)


def presence(person: Person, t_s: float) -> Presence | None:
    """The stay that holds the moment, if the person is on site then."""
    today = local_day(t_s)
    for offset in (-1, 0, 1):
        for stay in stays(person, today + timedelta(days=offset)):
            if stay.from_s <= t_s < stay.to_s:
                return stay
    return None


def stays(person: Person, day: date) -> Iterator[Presence]:
    """The stays that belong to a plant day, the same on every machine."""
    hours = planned_hours(person, day)
    if hours is None or not person.tag:
        return
    rng = Random(f"{person.number} {day} door")
    zero = midnight_s(day)
    # People come 15 to 30 minutes early to take over and leave as late, never all at once.
    early, late = rng.uniform(900, 1800), rng.uniform(600, 1800)
    yield Presence(zero + hours[0] * 3600 - early, zero + hours[1] * 3600 + late)


def planned_hours(person: Person, day: date) -> tuple[float, float] | None:
    """Planned start and end in hours of the plant day; None when the person stays away."""
    rng, roster = Random(f"{person.number} {day}"), person.post.roster
    if roster == "shift":
        start = STARTS_H.get(shift_of(person.team, day))
        return None if start is None else (start, start + SHIFT_H)
    if rng.random() > _attendance(roster, day):
        return None
    if roster == "visit":
        start_h = rng.uniform(8.7, 14.0)
        return start_h, start_h + rng.uniform(2.0, 3.5)
    return {"turn-day": (7.5, 19.5), "turn-night": (19.5, 31.5)}.get(
        roster, (8.5, rng.choice((17.5, 17.5, 18.5, 19.5, 20.5)))
    )


def _attendance(roster: str, day: date) -> float:
    """Share of people who come; most of the office works weekends during the overhaul."""
    is_weekend = day.weekday() >= 5
    return {"visit": 0.2 if is_weekend else 0.9, "day": 0.6 if is_weekend else 0.95}.get(
        roster, 0.97
    )
