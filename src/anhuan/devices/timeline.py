"""Where a mover is at any second: waypoints in time, straight lines between them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Stop(NamedTuple):
    """A pause at a named spot, seconds since 1970."""

    spot: str
    from_s: float
    to_s: float


class Place(NamedTuple):
    """A point of the plant: metres, storey (ground = 1)."""

    x_m: float
    y_m: float
    z_m: float
    floor: int


@dataclass(slots=True)
class Timeline:
    """Waypoints `t_s` (seconds since 1970, rising) and `xyz` (metres), floor of each."""

    t_s: Floats
    xyz: Floats  # (n, 3)
    floor: NDArray[np.int8]
    stops: list[Stop] = field(default_factory=list)

    @property
    def from_s(self) -> float:
        """When it begins."""
        return float(self.t_s[0])

    @property
    def to_s(self) -> float:
        """When it ends."""
        return float(self.t_s[-1])

    def at(self, t_s: float) -> Place:
        """The place at a moment; before the start and after the end the nearest one."""
        index = min(max(int(np.searchsorted(self.t_s, t_s, "right")) - 1, 0), len(self.t_s) - 2)
        t0, t1 = self.t_s[index], self.t_s[index + 1]
        share = 0.0 if t1 <= t0 else min(1.0, max(0.0, (t_s - t0) / (t1 - t0)))
        a, b = self.xyz[index], self.xyz[index + 1]
        x, y, z = a + share * (b - a)
        return Place(float(x), float(y), float(z), int(self.floor[index + (share >= 1.0)]))

    def sample(self, t_s: Floats) -> tuple[Floats, NDArray[np.int8]]:
        """Places at many moments at once: (n, 3) metres and storeys."""
        xyz = np.column_stack([np.interp(t_s, self.t_s, self.xyz[:, k]) for k in range(3)])
        index = np.searchsorted(self.t_s, t_s, "right") - 1
        return xyz, self.floor[np.clip(index, 0, len(self.floor) - 1)]

    def stop_after(self, t_s: float) -> Stop | None:
        """The stop going on at a moment, or the next one."""
        index = bisect_right(self.stops, t_s, key=lambda stop: stop.to_s)
        return self.stops[index] if index < len(self.stops) else None


def joined(parts: Sequence[Timeline]) -> Timeline:
    """Several timelines, one after another."""
    return Timeline(
        np.concatenate([part.t_s for part in parts]),
        np.concatenate([part.xyz for part in parts]),
        np.concatenate([part.floor for part in parts]),
        [stop for part in parts for stop in part.stops],
    )
