"""Everybody with a tag, moved along second by second."""

from collections.abc import Iterator
from zlib import crc32

import numpy as np

from anhuan.devices.bookings import Bookings
from anhuan.devices.detour import Errand, detour
from anhuan.devices.mover import Mover
from anhuan.devices.plant.areas import areas_at
from anhuan.devices.plant.graph import spot_step
from anhuan.devices.plant.people import people
from anhuan.devices.plant.routines import GATE
from anhuan.devices.plant.vehicles import VEHICLES
from anhuan.devices.timeline import Place

SLOTS = 5  # ranging slots a second
FORGET_EVERY_S = 3600.0


class World:
    """The movers of the plant and what changed among them. Times in seconds since 1970."""

    def __init__(self, start_s: float) -> None:
        self.movers = list(_movers())
        self.by_tag = {mover.tag: mover for mover in self.movers}
        self.bookings = Bookings()
        self.now_s = start_s
        self._forgot_s = start_s

    def step(self, t_s: float) -> list[Mover]:
        """Move time on; returns those who came or went since the last step."""
        self.now_s = t_s
        if t_s - self._forgot_s > FORGET_EVERY_S:
            self._forgot_s = t_s
            self.bookings.forget_before(t_s)
        return [mover for mover in self.movers if mover.advance(t_s, self.bookings)]

    def on_site(self) -> list[Mover]:
        """Everybody whose tag is in use now."""
        return [mover for mover in self.movers if mover.is_on_site(self.now_s)]

    def is_in(self, mover: Mover, area: str) -> bool:
        """Is a mover on site inside an area?"""
        place = mover.at(self.now_s)
        return any(a.code == area for a in areas_at(place.x_m, place.y_m, place.floor))

    def inside(self, area: str) -> list[Mover]:
        """People on site inside an area."""
        return [m for m in self.on_site() if m.person is not None and self.is_in(m, area)]

    def send(self, mover: Mover, errand: Errand, origin: str = GATE, home: str = GATE) -> None:
        """Start an errand; someone who is not on site starts at `origin` and ends at `home`."""
        here = mover.at(self.now_s) if mover.is_on_site(self.now_s) else _place(origin)
        rng = np.random.default_rng([mover.seed, int(self.now_s)])
        mover.override = detour(here, self.now_s, errand, mover.plan, home, rng)


def _place(spot: str) -> Place:
    return Place(*spot_step(spot))


def _movers() -> Iterator[Mover]:
    for person in people():
        if person.tag:
            seed = crc32(person.number.encode())
            yield Mover(person.tag, person.number, seed, person=person, slot=seed % SLOTS)
    for vehicle in VEHICLES:
        seed = crc32(vehicle.number.encode())
        yield Mover(vehicle.tag, vehicle.number, seed, vehicle=vehicle, slot=seed % SLOTS)
