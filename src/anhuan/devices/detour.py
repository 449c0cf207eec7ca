"""A walk out of the day's plan and back into it."""

from dataclasses import dataclass

import numpy as np

from anhuan.devices.legs import Rng, pause, steps_leg, walk_leg, walk_s
from anhuan.devices.plant.graph import nearest_step, plant_graph, spot_step
from anhuan.devices.plant.routines import GATE
from anhuan.devices.plant.ways import Step
from anhuan.devices.timeline import Place, Timeline, joined

HURRY_MPS = 1.5
SETTLE_S = 3.0  # from the end of the walk to one's own place in the group


@dataclass(frozen=True, slots=True)
class Errand:
    """Go to a spot, stay until a moment (seconds since 1970), come back."""

    spot: str
    until_s: float
    offset_m: tuple[float, float] = (0.0, 0.0)  # one's own place around the spot
    lies_still: bool = False
    speed_mps: float = HURRY_MPS


def detour(
    place: Place, now_s: float, errand: Errand, plan: Timeline | None, home: str, rng: Rng
) -> Timeline:
    """The whole errand from where one is; afterwards the plan, or home without one."""
    there = _walk_from(place, errand, now_s)
    begin_s = there.to_s + SETTLE_S
    stay = pause(
        errand.spot, begin_s, max(begin_s + 1, errand.until_s), None if errand.lies_still else rng
    )
    stay.xyz[:, :2] += errand.offset_m
    return joined([there, stay, _back(errand, stay.to_s, plan, home)])


def _walk_from(place: Place, errand: Errand, now_s: float) -> Timeline:
    here: Step = (place.x_m, place.y_m, place.z_m, place.floor)
    near = nearest_step(place.x_m, place.y_m, place.floor)
    way = (here, *plant_graph().path(near, spot_step(errand.spot)))
    return steps_leg(way, now_s, errand.speed_mps)


def _back(errand: Errand, from_s: float, plan: Timeline | None, home: str) -> Timeline:
    """Meet the plan at the first stop one can reach before it ends."""
    spot, speed_mps = errand.spot, errand.speed_mps
    if plan is None or plan.to_s <= from_s:
        return walk_leg(spot, home, from_s, speed_mps)
    for stop in plan.stops:
        arrive_s = from_s + walk_s(spot, stop.spot, speed_mps)
        if stop.to_s > arrive_s:
            leg = walk_leg(spot, stop.spot, from_s, speed_mps)
            return leg if stop.from_s <= arrive_s else joined([leg, _wait(leg, stop.from_s)])
    return walk_leg(spot, GATE, from_s, speed_mps)


def _wait(leg: Timeline, until_s: float) -> Timeline:
    """Stand where the leg ended until the plan gets there."""
    return Timeline(np.array([until_s]), leg.xyz[-1:], leg.floor[-1:])
