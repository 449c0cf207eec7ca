"""A track against a shape drawn after the fact: when in, how often in and out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import contains_xy
from shapely.geometry.base import BaseGeometry

from anhuan.domains.positioning.rules.heat import presence_s
from anhuan.domains.positioning.rules.tracks import GAP_MS
from anhuan.kernel.chunks import Track

HOLD = 3  # points in a row: a single stray one is neither an entry nor an exit


@dataclass(frozen=True, slots=True)
class Passage:
    """What one track did with the shape. Times in epoch milliseconds."""

    entries: int
    exits: int
    seconds: float
    first_ms: int
    last_ms: int
    is_inside: bool  # at its newest point


def passage(track: Track, shape: BaseGeometry, floors: frozenset[int]) -> Passage | None:
    """None for a track that never was inside. No floors: any floor. POS-044."""
    if not len(track.t_ms):
        return None
    inside = contains_xy(shape, track.x_cm / 100, track.y_cm / 100)
    if floors:
        inside &= np.isin(track.floor, sorted(floors))
    held = settled(inside, track.t_ms)
    if not held.any():
        return None
    steps = np.diff(held.astype(np.int8))
    when = track.t_ms[held]
    return Passage(
        entries=int((steps == 1).sum()) + int(held[0]),
        exits=int((steps == -1).sum()),
        seconds=float(presence_s(track)[held].sum()),
        first_ms=int(when[0]),
        last_ms=int(when[-1]),
        is_inside=bool(held[-1]),
    )


def settled(inside: NDArray[np.bool_], t_ms: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Runs shorter than `HOLD` points take the state before them; a run begins anew after a gap."""
    out = inside.copy()
    edges = np.flatnonzero((inside[1:] != inside[:-1]) | (np.diff(t_ms) > GAP_MS)) + 1
    starts = np.concatenate([[0], edges])
    ends = np.concatenate([edges, [len(inside)]])
    for start, end in zip(starts[1:], ends[1:], strict=True):
        if end - start < HOLD and t_ms[start] - t_ms[start - 1] <= GAP_MS:
            out[start:end] = out[start - 1]
    if len(starts) > 1 and ends[0] < HOLD:
        out[: ends[0]] = out[ends[0]]
    return out
