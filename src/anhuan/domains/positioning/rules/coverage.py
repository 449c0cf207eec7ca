"""How well the ground is heard: the share of an area's floor with enough anchors within reach."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import contains_xy
from shapely.geometry import shape

ENOUGH = 3  # distances that fix a place on a floor
SAMPLES = 400  # places looked at in one area
HIGH_RISK_KINDS = ("production", "tank_farm", "warehouse", "loading")  # POS-001, POS-016
HIGH_RISK_COLOURS = ("red", "orange")


@dataclass(frozen=True, slots=True)
class Ear:
    """An anchor as coverage sees it: where, on which floor, how far it hears (metres)."""

    x_m: float
    y_m: float
    floor: int
    reach_m: float
    is_online: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """One floor of one area: shares 0…1 of its places."""

    floor: int
    share: float  # heard by enough anchors as installed
    share_online: float  # by enough of those on line
    least: int  # anchors that hear the worst place
    worst: tuple[float, float]  # where that is, plant metres


def must_cover(kind: str, risk: str) -> bool:
    """Production, storage, loading and other high-risk places (POS-016)."""
    return kind in HIGH_RISK_KINDS or risk in HIGH_RISK_COLOURS


def places(geometry: dict[str, object]) -> NDArray[np.float64]:
    """Evenly spread places inside a polygon, shape (n, 2), plant metres; never none."""
    polygon = shape(geometry)
    west, south, east, north = polygon.bounds
    step = max(0.5, (polygon.area / SAMPLES) ** 0.5)
    x, y = np.meshgrid(
        np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step)
    )
    inside = contains_xy(polygon, x, y)
    found = np.column_stack([x[inside], y[inside]])
    middle = polygon.representative_point()
    return found if len(found) else np.array([[middle.x, middle.y]])


def heard(ground: NDArray[np.float64], floor: int, ears: Sequence[Ear], enough: int) -> Heard:
    """How the places of one floor are heard by the anchors of that floor."""
    here = [ear for ear in ears if ear.floor == floor]
    apart = np.zeros((len(ground), len(here)))
    for k, ear in enumerate(here):
        apart[:, k] = np.hypot(ground[:, 0] - ear.x_m, ground[:, 1] - ear.y_m)
    within = apart <= [ear.reach_m for ear in here]
    count = within.sum(axis=1)
    online = within[:, [k for k, ear in enumerate(here) if ear.is_online]].sum(axis=1)
    worst = int(np.lexsort((-apart.sum(axis=1), count))[0])  # of the worst the most remote
    return Heard(
        floor=floor,
        share=float((count >= enough).mean()),
        share_online=float((online >= enough).mean()),
        least=int(count[worst]),
        worst=(float(ground[worst, 0]), float(ground[worst, 1])),
    )
