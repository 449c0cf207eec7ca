"""How far fixes lie from surveyed truth, as AQ 3064.3-2025 3.2 and appendix A.2 measure it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

QUANTILES = (68.27, 75.0, 95.0)
CURVE_POINTS = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest static error in metres, at 68.27 %.

    TECH-010: 5 m, key explosion areas 3 m. AQ 3064.3-2025 7.1.1: blue and yellow areas 3 m, orange
    and red better than that, how much the plant sets. Of those that apply the least holds.
    """

    anywhere_m: float = 5.0
    key_m: float = 3.0
    static_m: float = 3.0
    high_risk_m: float = 2.5
    moving_m: float = 5.0  # AQ 3064.3-2025 7.1.1


@dataclass(frozen=True, slots=True)
class Figures:
    """Errors of one point, area or test. Lengths in metres; `inside`: share within r68, 0..1."""

    n: int
    mean_m: float
    rmse_m: float
    p6827_m: float
    p75_m: float
    p95_m: float
    worst_m: float
    inside: float


def limit_for(is_key: bool, risk: str, limits: Limits) -> float:
    """The limit at a point; `risk` is the colour of its area, "" outside any area."""
    found = [limits.anywhere_m]
    if is_key:
        found.append(limits.key_m)
    if risk in ("blue", "yellow"):
        found.append(limits.static_m)
    if risk in ("orange", "red"):
        found.append(limits.high_risk_m)
    return min(found)


def moving_limit_for(is_key: bool, limits: Limits) -> float:
    """The limit on the move: 5 m, in key explosion areas 3 m (TECH-010)."""
    return min(limits.moving_m, limits.anywhere_m, limits.key_m if is_key else limits.moving_m)


def errors_of(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64], truth: tuple[float, float]
) -> NDArray[np.float64]:
    """Distance in the plane of each fix from the truth, metres (A.2.2 g)."""
    return np.hypot(x_m - truth[0], y_m - truth[1])


def percentile(ordered: NDArray[np.float64], percent: float) -> float:
    """The smallest error that `percent` of all do not exceed (nearest rank)."""
    rank = int(np.ceil(percent / 100 * len(ordered)))
    return float(ordered[max(rank, 1) - 1])


def figures_of(errors_m: Sequence[float], r68_m: Sequence[float]) -> Figures | None:
    """None without any fix."""
    if not len(errors_m):
        return None
    errors = np.asarray(errors_m, np.float64)
    ordered = np.sort(errors)
    p6827, p75, p95 = (percentile(ordered, q) for q in QUANTILES)
    inside = float(np.mean(errors <= np.asarray(r68_m, np.float64)))
    rmse = float(np.sqrt(np.mean(errors**2)))
    return Figures(
        len(errors), float(errors.mean()), rmse, p6827, p75, p95, float(ordered[-1]), inside
    )


def holds(figures: Figures | None, limit_m: float) -> bool:
    """Whether the 68.27 % error keeps the limit; exactly the limit does. Nothing measured: no."""
    return figures is not None and figures.p6827_m <= limit_m


def curve_of(errors_m: Sequence[float]) -> list[tuple[float, float]]:
    """The CDF as (error in m, percent of fixes not worse), at most `CURVE_POINTS` points."""
    ordered = np.sort(np.asarray(errors_m, np.float64))
    n = len(ordered)
    if not n:
        return []
    picked = np.unique(np.linspace(0, n - 1, min(n, CURVE_POINTS)).astype(int))
    return [(round(float(ordered[k]), 3), round(100 * (k + 1) / n, 2)) for k in picked.tolist()]
