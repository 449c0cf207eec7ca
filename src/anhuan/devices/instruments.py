"""The works' detectors, weather station and locks, as the platform hears them.

Detectors read clean air with a little noise unless a play forces a value; a lock opens when the
platform answers a typed code, and latches by itself after a while.
"""

import json
from collections.abc import Callable
from math import sin
from typing import Any

from anhuan.devices.messages import ROOT, iso
from anhuan.devices.plant.anchors import RACK
from anhuan.devices.plant.instruments import OF_FORM

DETECTOR_EVERY_S, STATION_EVERY_S, LOCK_EVERY_S = 5, 60, 30
LATCHES_AFTER_S = 30.0
CLEAN = {"methane": 0.0, "hydrogen_sulfide": 0.0, "oxygen": 20.9}
UNITS = {"methane": "lel_pct", "hydrogen_sulfide": "mg_m3", "oxygen": "vol_pct"}
FIXED_GASES = ("methane",)
Send = Callable[[str, str, Any], None]  # gateway, topic, payload


class Instruments:
    """All of them. `forced`: number → gas → value; `mute`: those that fell silent."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.forced: dict[str, dict[str, float]] = {}
        self.mute: set[str] = set()
        self.wind_mps: float | None = None
        self.open_until: dict[str, float] = {}
        self._orders: list[str] = []

    def tick(self, t_s: float) -> None:
        """Once a second: whoever's turn it is speaks."""
        self._obey(t_s)
        second = int(t_s)
        for k, number in enumerate((*OF_FORM["fixed"], *OF_FORM["portable"])):
            if (second + k) % DETECTOR_EVERY_S == 0 and number not in self.mute:
                self._read(number, t_s)
        for number in OF_FORM["weather"] if second % STATION_EVERY_S == 0 else ():
            self.blow(number, t_s)
        for k, number in enumerate(OF_FORM["lock"]):
            if (second + k) % LOCK_EVERY_S == 0:
                self._lock(number, t_s, {"state": self._state(number, t_s)})

    def _read(self, number: str, t_s: float) -> None:
        gases = FIXED_GASES if number in OF_FORM["fixed"] else tuple(CLEAN)
        forced = self.forced.get(number, {})
        values = [
            {"gas": gas, "value": round(forced.get(gas, CLEAN[gas] + _noise(gas, t_s)), 2),
             "unit": UNITS[gas]}
            for gas in gases
        ]  # fmt: skip
        self.send(RACK, f"{ROOT}/gas/{number}", {"t": iso(t_s), "values": values})

    def blow(self, number: str, t_s: float) -> None:
        """What the station measures: a calm day, unless a play makes wind."""
        calm = 2.5 + 1.5 * sin(t_s / 1800)
        wind = self.wind_mps if self.wind_mps is not None else round(calm, 1)
        payload = {"t": iso(t_s), "wind_mps": wind, "temperature_c": 18.0, "sky": []}
        self.send(RACK, f"{ROOT}/weather/{number}", payload)

    def type_code(self, number: str, code: str, t_s: float) -> bool:
        """Somebody types a code on a lock; False when there is no such lock."""
        if number not in OF_FORM["lock"]:
            return False
        self._lock(number, t_s, {"code": code})
        return True

    def hear(self, topic: str, payload: bytes) -> None:
        """The platform answers a lock; it opens with the next second."""
        number = topic.rsplit("/", 1)[-1]
        try:
            words = json.loads(payload)
        except ValueError:
            return
        is_ours = number in OF_FORM["lock"] and isinstance(words, dict)
        if is_ours and words.get("cmd") == "unlock":
            self._orders.append(number)

    def _obey(self, t_s: float) -> None:
        for number in self._orders:
            self.open_until[number] = t_s + LATCHES_AFTER_S
            self._lock(number, t_s, {"state": "open"})
        self._orders.clear()
        for number, until_s in list(self.open_until.items()):
            if until_s <= t_s:
                del self.open_until[number]
                self._lock(number, t_s, {"state": "locked"})

    def _state(self, number: str, t_s: float) -> str:
        return "open" if self.open_until.get(number, 0.0) > t_s else "locked"

    def _lock(self, number: str, t_s: float, said: dict[str, str]) -> None:
        payload = {"t": iso(t_s), "battery_pct": 88, **said}
        self.send(RACK, f"{ROOT}/lock/{number}", payload)


def _noise(gas: str, t_s: float) -> float:
    """Never below nothing, never near a limit."""
    return 0.05 * sin(t_s / 7) if gas == "oxygen" else 0.2 + 0.2 * sin(t_s / 11)
