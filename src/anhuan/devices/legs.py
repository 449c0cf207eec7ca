"""Pieces of a timeline: a walk between two spots, a pause at one."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from anhuan.devices.plant.graph import STAIR_PENALTY, spot_step, walk
from anhuan.devices.plant.ways import Step
from anhuan.devices.timeline import Floats, Stop, Timeline

SWAY_M = 0.9  # how far people shift about at a stop, standard deviation
SWAY_EVERY_S = 25.0
Rng = np.random.Generator


@lru_cache(maxsize=8192)
def _route(start: str, goal: str) -> tuple[Floats, NDArray[np.int8], Floats]:
    """Coordinates, storeys and cumulative cost (metres of level floor) of a walk."""
    return route_of(walk(start, goal))


def route_of(steps: tuple[Step, ...]) -> tuple[Floats, NDArray[np.int8], Floats]:
    """Coordinates, storeys and cumulative cost of any chain of nodes."""
    xyz = np.array([step[:3] for step in steps], dtype=np.float64)
    floor = np.array([step[3] for step in steps], dtype=np.int8)
    moves = np.diff(xyz, axis=0)
    lengths = np.sqrt((moves**2).sum(axis=1)) * np.where(moves[:, 2] != 0, STAIR_PENALTY, 1.0)
    return xyz, floor, np.concatenate([[0.0], np.cumsum(lengths)])


def walk_s(start: str, goal: str, speed_mps: float) -> float:
    """How long the walk takes, seconds."""
    return float(_route(start, goal)[2][-1]) / speed_mps


def walk_leg(start: str, goal: str, from_s: float, speed_mps: float) -> Timeline:
    """The walk from spot to spot, setting out at `from_s`."""
    xyz, floor, cost = _route(start, goal)
    return Timeline(from_s + cost / speed_mps, xyz, floor)


def steps_leg(steps: tuple[Step, ...], from_s: float, speed_mps: float) -> Timeline:
    """A walk along any chain of nodes."""
    xyz, floor, cost = route_of(steps)
    return Timeline(from_s + cost / speed_mps, xyz, floor)


def pause(spot: str, from_s: float, to_s: float, rng: Rng | None) -> Timeline:
    """A stop at a spot. With `rng` people shift about; without it they do not move at all."""
    x, y, z, floor = spot_step(spot)
    count = max(0, int((to_s - from_s) / SWAY_EVERY_S) - 1) if rng is not None else 0
    t_s = np.linspace(from_s, to_s, count + 2)
    xyz = np.tile(np.array([x, y, z]), (count + 2, 1))
    if rng is not None and count:
        t_s[1:-1] += rng.uniform(-9, 9, count)
        xyz[1:-1, :2] += np.clip(rng.normal(0, SWAY_M, (count, 2)), -1.8, 1.8)
    floors = np.full(count + 2, floor, dtype=np.int8)
    return Timeline(t_s, xyz, floors, [Stop(spot, from_s, to_s)])
