"""A whole stay on site, from gate to gate, planned from a routine."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from anhuan.devices.legs import Rng, pause, walk_leg, walk_s
from anhuan.devices.plant.routines import GATE, LUNCH_H, LUNCH_S, MEALS, Routine
from anhuan.devices.plant.shifts import Presence, local_day, midnight_s
from anhuan.devices.timeline import Timeline, joined

Take = Callable[[str, float, float], bool]


def anywhere(spot: str, from_s: float, to_s: float) -> bool:
    """Every stop is allowed: for history, where nobody is warned."""
    return True


@dataclass(slots=True)
class _Planner:
    """Builds one stay leg by leg. Times in seconds since 1970, speed in m/s."""

    routine: Routine
    stay: Presence
    speed_mps: float
    rng: Rng
    take: Take
    sways: bool
    here: str = GATE
    now_s: float = 0.0
    parts: list[Timeline] = field(default_factory=list)

    def plan(self) -> Timeline:
        """From the gate to the base, rounds, lunch, and home in time."""
        self.now_s = self.stay.from_s
        base = self.routine.bases[self.rng.integers(len(self.routine.bases))]
        lunch_s = self._lunch_s()
        self._go(base)
        while (before_s := self.now_s) < self._latest_s():
            if lunch_s is not None and self.now_s >= lunch_s:
                lunch_s = None
                self._stop(MEALS[self.rng.integers(len(MEALS))], self._within(LUNCH_S))
            else:
                self._round()
            self._stop(base, self._within(self.routine.base_s))
            if self.now_s == before_s:
                self._wait()
        self._go(GATE)
        return joined(self.parts)

    def _round(self) -> None:
        for spot in self.routine.rounds[self.rng.integers(len(self.routine.rounds))]:
            if self.now_s > self._latest_s():
                return
            self._stop(spot, self._within(self.routine.stop_s))

    def _stop(self, spot: str, for_s: float) -> None:
        """Walk there and stay, unless that would make a crowd or keep one past going home."""
        arrive_s = self.now_s + walk_s(self.here, spot, self.speed_mps)
        end_s = min(arrive_s + for_s, self.stay.to_s - walk_s(spot, GATE, self.speed_mps))
        if end_s <= arrive_s or not self.take(spot, arrive_s, end_s):
            return
        self._go(spot)
        self.parts.append(pause(spot, self.now_s, end_s, self.rng if self.sways else None))
        self.now_s = end_s

    def _wait(self) -> None:
        """Every place was taken: stay where one is for a while."""
        until_s = min(self.now_s + 300, self._latest_s() + 60)
        self.parts.append(pause(self.here, self.now_s, until_s, self.rng if self.sways else None))
        self.now_s = until_s

    def _go(self, spot: str) -> None:
        leg = walk_leg(self.here, spot, self.now_s, self.speed_mps)
        self.parts.append(leg)
        self.here, self.now_s = spot, leg.to_s

    def _latest_s(self) -> float:
        """When to set out for home; a minute is not worth another round."""
        return self.stay.to_s - walk_s(self.here, GATE, self.speed_mps) - 60

    def _lunch_s(self) -> float | None:
        if not self.routine.has_lunch:
            return None
        zero = midnight_s(local_day(self.stay.from_s))
        return zero + 3600 * float(self.rng.uniform(*LUNCH_H))

    def _within(self, span: tuple[float, float]) -> float:
        return float(self.rng.uniform(*span))


def plan_stay(
    routine: Routine,
    stay: Presence,
    rng: Rng,
    *,
    speed_mps: float,
    take: Take = anywhere,
    sways: bool = True,
) -> Timeline:
    """Where the person is from the gate in to the gate out."""
    return _Planner(routine, stay, speed_mps, rng, take, sways).plan()


def walking_speed(rng: Rng) -> float:
    """A person's own pace, metres a second."""
    return float(np.clip(rng.normal(1.2, 0.15), 0.8, 1.6))
