"""Who was inside a circle, fix by fix: arrays in, arrays out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anhuan.domains.positioning.rules.tracks import GAP_MS
from anhuan.kernel.chunks import Track


@dataclass(frozen=True, slots=True)
class Circle:
    """A place of the plant; its edge belongs to it. `floor` None: on every floor."""

    x_cm: int
    y_cm: int
    radius_cm: int
    floor: int | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """What one group of points was in the circle; `spent_ms` between fixes that follow."""

    first_ms: int
    last_ms: int
    spent_ms: int
    closest_cm: float


def stays(
    points: Track, edges: NDArray[np.int64], spans_ms: NDArray[np.int64], circle: Circle
) -> list[Stay | None]:
    """One answer for each group of points, edges (G + 1), of which only spans_ms (G, 2) counts.

    Times add up between fixes inside that follow each other within a minute: somebody who was
    located once only has 0 ms. Positions are as stored, to the centimetre.
    """
    from anhuan.kernel.chunk_loops import ANY_FLOOR, near

    out = np.empty((len(edges) - 1, 4), np.int64)
    floor = ANY_FLOOR if circle.floor is None else circle.floor
    where = np.array([circle.x_cm, circle.y_cm, circle.radius_cm, floor], np.int64)
    near(*points[:4], edges, spans_ms, where, GAP_MS, out)
    return [
        None if first < 0 else Stay(first, last, spent, closest**0.5)
        for first, last, spent, closest in out.tolist()
    ]
