"""How far estimated positions are from the truth: the figures of a replay or an accuracy test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Truth:
    """A reference track: t_ms (n,) rising, x and y (n,) m."""

    t_ms: Floats
    x: Floats
    y: Floats

    def at(self, t_ms: ArrayLike) -> tuple[Floats, Floats]:
        """x and y by linear interpolation; the first or last point outside the track."""
        t = np.asarray(t_ms, np.float64)
        return np.interp(t, self.t_ms, self.x), np.interp(t, self.t_ms, self.y)


@dataclass(frozen=True, slots=True)
class Score:
    """Horizontal errors, metres. p68 is the accuracy of AQ 3064.3-2025 3.3 (68.27 %)."""

    n: int
    rmse_2d_m: float
    p50_m: float
    p68_m: float
    p75_m: float
    p95_m: float
    inside_r68: float | None = None  # share of errors within the radius the engine claimed


def errors_of(x: ArrayLike, y: ArrayLike, true_x: ArrayLike, true_y: ArrayLike) -> Floats:
    """Horizontal distance (m) of each estimate to its truth."""
    return np.hypot(
        np.asarray(x, np.float64) - np.asarray(true_x, np.float64),
        np.asarray(y, np.float64) - np.asarray(true_y, np.float64),
    )


def score(error_m: ArrayLike, r68_m: ArrayLike | None = None) -> Score:
    """Figures of a set of errors (n,); `r68_m` (n,) are the radii the engine claimed for them."""
    e = np.asarray(error_m, np.float64)
    if len(e) == 0:
        return Score(0, *([float("nan")] * 5))
    p50, p68, p75, p95 = (float(v) for v in np.percentile(e, (50, 68.27, 75, 95)))
    inside = None if r68_m is None else float(np.mean(e <= np.asarray(r68_m)))
    return Score(len(e), float(np.sqrt(np.mean(e**2))), p50, p68, p75, p95, inside)


def score_track(
    t_ms: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    truth: Truth,
    window_ms: tuple[float, float] | None = None,
    r68_m: ArrayLike | None = None,
) -> Score:
    """Score a track (n,) against the truth, only inside `window_ms` (both ends in) if given."""
    t = np.asarray(t_ms, np.float64)
    low, high = window_ms or (float(truth.t_ms[0]), float(truth.t_ms[-1]))
    keep = (t >= low) & (t <= high)
    error = errors_of(np.asarray(x)[keep], np.asarray(y)[keep], *truth.at(t[keep]))
    return score(error, None if r68_m is None else np.asarray(r68_m)[keep])
