"""Who was near whom: two tracks side by side on one clock."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anhuan.kernel.chunks import Track

STEP_MS = 1000
FRESH_MS = 10_000  # an older point says nothing about who stood beside whom


@dataclass(slots=True)
class Contact:
    """One person's nearness to another, added up. Times in epoch milliseconds."""

    first_ms: int = 0
    last_ms: int = 0
    seconds: int = 0
    longest_s: int = 0
    closest_m: float = float("inf")

    def add(self, near: NDArray[np.int64], distance_m: NDArray[np.float64]) -> None:
        """Add the moments (a second each) at which they were near, in order of time."""
        if not len(near):
            return
        self.first_ms = self.first_ms or int(near[0])
        self.last_ms = int(near[-1])
        self.seconds += len(near)
        self.closest_m = min(self.closest_m, float(distance_m.min()))
        runs = np.split(near, np.flatnonzero(np.diff(near) > FRESH_MS) + 1)
        self.longest_s = max(self.longest_s, *(int(r[-1] - r[0]) // STEP_MS + 1 for r in runs))


def clock_of(from_ms: int, to_ms: int) -> NDArray[np.int64]:
    """Every second of [from_ms, to_ms), aligned to whole seconds."""
    return np.arange(-(-from_ms // STEP_MS) * STEP_MS, to_ms, STEP_MS, dtype=np.int64)


def at_each(track: Track, moments: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index of the newest point at or before each moment, none after the last; else -1."""
    if not len(track.t_ms):
        return np.full(len(moments), -1, np.int64)
    at = np.searchsorted(track.t_ms, moments, side="right") - 1
    fresh = (at >= 0) & (moments - track.t_ms[np.maximum(at, 0)] <= FRESH_MS)
    fresh &= moments <= track.t_ms[-1]
    return np.where(fresh, at, -1)


def meet(
    a: Track, b: Track, moments: NDArray[np.int64], radius_m: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The moments both were heard, on one floor, at most `radius_m` apart; and how far apart."""
    i, j = at_each(a, moments), at_each(b, moments)
    both = np.flatnonzero((i >= 0) & (j >= 0))
    i, j = i[both], j[both]
    apart_m = np.hypot(a.x_cm[i] - b.x_cm[j], a.y_cm[i] - b.y_cm[j]) / 100
    near = (apart_m <= radius_m) & (a.floor[i] == b.floor[j])
    return moments[both][near], apart_m[near]
