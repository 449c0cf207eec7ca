"""Somebody or something with a tag: on site or not, following a plan or a scenario."""

from dataclasses import dataclass, field
from itertools import count

import numpy as np

from anhuan.devices.bookings import Bookings
from anhuan.devices.itinerary import plan_stay, walking_speed
from anhuan.devices.plant.people import SEED, Person
from anhuan.devices.plant.routines import ROUTINES
from anhuan.devices.plant.shifts import Presence, local_day, midnight_s, stays
from anhuan.devices.plant.stations import routine_of
from anhuan.devices.plant.vehicles import Vehicle
from anhuan.devices.timeline import Place, Timeline

DAY_S = 86_400.0
_FAR_S = 1e12
_NEVER = Presence(0.0, 0.0)


@dataclass(slots=True)
class Mover:
    """One tag and what carries it. Times in seconds since 1970."""

    tag: str
    number: str
    seed: int
    person: Person | None = None
    vehicle: Vehicle | None = None
    stay: Presence = _NEVER
    plan: Timeline | None = None
    override: Timeline | None = None  # a scenario's plan goes before the day's own
    is_mute: bool = False  # its radio is dead: nobody hears it
    slot: int = 0  # which fifth of a second it ranges in
    every_ms: int = 1000  # between two reports, as the platform has asked
    battery_pct: float = 100.0
    _is_in: bool = field(default=False)

    @property
    def is_gnss(self) -> bool:
        """Located by satellite, not by anchors."""
        return self.vehicle is not None and self.vehicle.is_gnss

    def reports_in(self, slot: int, slots: int) -> bool:
        """Whether it ranges in this slot, counted since 1970, of `slots` a second."""
        period = max(1, self.every_ms * slots // 1000)
        return slot % period == (self.slot + slots * self.seed) % period

    def advance(self, t_s: float, bookings: Bookings) -> bool:
        """Bring the plan up to date. True when the mover came in or went out just now."""
        if self.override is not None and t_s >= self.override.to_s:
            self.override = None
        if t_s >= self.stay.to_s:
            self.stay, self.plan = self._next_stay(t_s), None
        if self.plan is None and self.stay.from_s <= t_s:
            self.plan = self._planned(bookings)
        was_in, self._is_in = self._is_in, self.is_on_site(t_s)
        return was_in != self._is_in

    def is_on_site(self, t_s: float) -> bool:
        """Is the tag in use?"""
        has_begun = self.plan is not None and self.plan.from_s <= t_s < self.plan.to_s
        return self.override is not None or has_begun

    def at(self, t_s: float) -> Place:
        """Where it is; only meaningful on site."""
        line = self.override or self.plan
        if line is None:
            raise LookupError(f"{self.number} is not on site")
        return line.at(t_s)

    def _planned(self, bookings: Bookings) -> Timeline:
        rng = np.random.default_rng([SEED, self.seed, local_day(self.stay.from_s).toordinal()])
        speed = self.vehicle.speed_mps if self.vehicle else walking_speed(rng)
        vehicle = self.vehicle
        return plan_stay(
            ROUTINES[vehicle.routine] if vehicle else routine_of(self._person()),
            self.stay,
            rng,
            speed_mps=speed,
            take=bookings.take,
            sways=vehicle is None,
        )

    def _next_stay(self, t_s: float) -> Presence:
        """The first stay that is not over yet."""
        today = local_day(t_s)
        for offset in count(-1):
            day = type(today).fromordinal(today.toordinal() + offset)
            if self.vehicle is not None:
                zero = midnight_s(day)
                found = [Presence(zero, zero + DAY_S)]
            else:
                found = list(stays(self._person(), day))
            for stay in found:
                if stay.to_s > t_s:
                    return stay
            if offset > 30:
                break
        return Presence(_FAR_S, _FAR_S)

    def _person(self) -> Person:
        assert self.person is not None, "a mover is a person or a vehicle"
        return self.person
