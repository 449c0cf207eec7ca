"""The plant's devices in one loop: five ranging slots a second, batches per gateway."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from math import atan2, degrees, hypot
from typing import Any

import numpy as np

from anhuan.devices import messages
from anhuan.devices.batteries import Batteries
from anhuan.devices.instruments import Instruments
from anhuan.devices.jt808.frames import Fix
from anhuan.devices.mover import Mover
from anhuan.devices.plant.anchors import ANCHORS, RACK
from anhuan.devices.plant.areas import innermost
from anhuan.devices.plant.people import SEED
from anhuan.devices.plant.site import SITE
from anhuan.devices.radio.air import Air
from anhuan.devices.radio.reports import Blink, reports
from anhuan.devices.timeline import Place
from anhuan.devices.world import SLOTS, World

ANCHOR_SAYS_EVERY_S = 30
EAST_GATE, GATES_BOX = "东门", "GW-05"
TAG_SAYS_EVERY_S = 60
Send = Callable[[str, str, Any], None]  # gateway, topic, payload
Tell = Callable[[Fix], None]


class Simulator:
    """Moves the world and says what its devices would say. No clock, no network of its own.

    `terminals`, by tag: vehicles with a JT/T 808 terminal say where they are to it alone.
    """

    def __init__(
        self, start_s: float, send: Send, terminals: Mapping[str, Tell] | None = None
    ) -> None:
        self.world = World(start_s)
        self.send = send
        self.terminals = terminals or {}
        self.batteries = Batteries()
        self.instruments = Instruments(send)
        self.uwb = Air("uwb", np.random.default_rng(SEED))
        self.ble = Air("ble", np.random.default_rng(SEED + 1))
        self._second = -1

    def tick(self, t_s: float) -> None:
        """One slot at `t_s`, seconds since 1970; call five times a second."""
        slot = round(t_s * SLOTS)
        if slot // SLOTS != self._second:
            self._second = slot // SLOTS
            self._each_second(t_s)
        due = [m for m in self.world.movers if m.reports_in(slot, SLOTS)]
        here = [m for m in due if m.is_on_site(t_s)]
        heard = [m for m in here if not m.is_mute]
        self._range([m for m in heard if not m.is_gnss], t_s)
        for mover in heard:
            if mover.is_gnss:
                self._fix(mover, t_s)

    def _each_second(self, t_s: float) -> None:
        for mover in self.world.step(t_s):
            self._tag_status(mover, t_s)
            if mover.person is not None:
                way = "in" if mover.is_on_site(t_s) else "out"
                self.pass_gate(mover.number, EAST_GATE, way, t_s)
        self.instruments.tick(t_s)
        second = int(t_s)
        for number, anchor in enumerate(ANCHORS):
            if (second + number) % ANCHOR_SAYS_EVERY_S == 0:
                self.anchor_status(anchor.number, t_s)
        for mover in self.world.on_site():
            if (second + mover.seed) % TAG_SAYS_EVERY_S == 0 and not mover.is_mute:
                self._tag_status(mover, t_s)

    def _range(self, movers: list[Mover], t_s: float) -> None:
        """Everyone in this slot ranges; each gateway sends one batch."""
        blinks = [self._blink(mover, t_s) for mover in movers]
        batches: dict[str, list[Any]] = defaultdict(list)
        for gateway, report in self._heard(blinks):
            batches[gateway].append(report)
        for gateway, batch in batches.items():
            self.send(gateway, messages.ranging_topic(gateway), batch)

    def _heard(self, blinks: list[Blink]) -> Iterator[tuple[str, Any]]:
        for tech, air in (("uwb-twr", self.uwb), ("uwb-tdoa", self.uwb), ("ble-rssi", self.ble)):
            yield from reports(air, [blink for blink in blinks if blink.tech == tech])

    def _blink(self, mover: Mover, t_s: float) -> Blink:
        place = mover.at(t_s)
        tech = innermost(place.x_m, place.y_m, place.floor).radio
        battery = self.batteries.pct(mover, t_s)
        return Blink(mover.tag, messages.iso(t_s), tech, place[:3], battery)

    def _fix(self, mover: Mover, t_s: float) -> None:
        """A vehicle's box says where it is, with the error of satellites: 1 m, slowly drifting."""
        place, before = mover.at(t_s), mover.at(t_s - 1)
        phase = t_s / 60 + mover.seed
        seen = Place(
            place.x_m + float(np.sin(phase)) + self.uwb.rng.normal(0, 0.3),
            place.y_m + float(np.cos(1.3 * phase)) + self.uwb.rng.normal(0, 0.3),
            0.0,
            1,
        )
        east, north = place.x_m - before.x_m, place.y_m - before.y_m
        speed = hypot(east, north)
        if tell := self.terminals.get(mover.tag):
            lon, lat = SITE.georeference.to_lonlat(seen.x_m, seen.y_m)
            tell(Fix(t_s, lon, lat, 3.6 * speed, degrees(atan2(east, north))))
            return
        payload = messages.location(mover.tag, t_s, seen, speed)
        self.send(RACK, messages.location_topic("gnss"), payload)

    def _tag_status(self, mover: Mover, t_s: float) -> None:
        """Out of the rack, back in it, or the minute's sign of life; terminals have their own."""
        if mover.tag in self.terminals:
            return
        payload = messages.status(
            t_s, online=mover.is_on_site(t_s), battery_pct=self.batteries.pct(mover, t_s)
        )
        self.send(RACK, messages.status_topic(mover.tag), payload)

    def pass_gate(self, person: str, gate: str, way: str, t_s: float) -> None:
        """A gate tells that somebody, by personnel number, went "in" or "out"."""
        payload = messages.passage(t_s, person, way)
        self.send(GATES_BOX, messages.gate_topic(gate), payload)

    def anchor_status(self, number: str, t_s: float) -> None:
        """An anchor's sign of life, through its gateway; one out of order says nothing."""
        anchor = next(anchor for anchor in ANCHORS if anchor.number == number)
        if number not in self.uwb.down:
            payload = messages.status(t_s, online=True)
            self.send(anchor.gateway, messages.status_topic(number), payload)
