"""Pieces of a timeline: a walk between two spots, a pause at one."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from anhuan.devices.bookings import is_free
from anhuan.devices.plant.graph import STAIR_PENALTY, spot_step, walk
from anhuan.devices.plant.ways import Step
from anhuan.devices.timeline import Floats, Stop, Timeline

# How far people move about at a stop (standard deviation, metres) and how often (seconds).
SITTING = (0.5, 90.0)
AT_WORK = (2.2, 40.0)
SHUFFLE_MPS = 0.8
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
    """A stop at a spot. With `rng` people move about; without it they do not move at all."""
    x, y, z, floor = spot_step(spot)
    t_s, offsets = _about(spot, from_s, to_s, rng)
    xyz = np.tile(np.array([x, y, z]), (len(t_s), 1))
    xyz[:, :2] += offsets
    floors = np.full(len(t_s), floor, dtype=np.int8)
    return Timeline(t_s, xyz, floors, [Stop(spot, from_s, to_s)])


def _about(spot: str, from_s: float, to_s: float, rng: Rng | None) -> tuple[Floats, Floats]:
    """Times and offsets (metres): stand, take a few steps, stand. Begins and ends at the spot."""
    reach_m, every_s = SITTING if is_free(spot) else AT_WORK
    count = max(0, int((to_s - from_s - every_s) / every_s)) if rng is not None else 0
    if rng is None or count == 0:
        return np.array([from_s, to_s]), np.zeros((2, 2))
    places = np.clip(rng.normal(0, reach_m, (count, 2)), -2 * reach_m, 2 * reach_m)
    places = np.concatenate([[[0.0, 0.0]], places, [[0.0, 0.0]]])
    leave_s = from_s + every_s * (np.arange(count + 1) + rng.uniform(0.3, 0.7, count + 1))
    steps_s = np.sqrt((np.diff(places, axis=0) ** 2).sum(axis=1)) / SHUFFLE_MPS
    t_s = np.column_stack([leave_s, np.minimum(leave_s + steps_s, leave_s + 0.25 * every_s)])
    times = np.concatenate([[from_s], t_s.ravel(), [to_s]])
    return times, np.repeat(places, 2, axis=0)
