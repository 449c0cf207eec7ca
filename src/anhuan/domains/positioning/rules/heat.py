"""Where time was spent: seconds of presence for each square of the ground."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anhuan.domains.positioning.rules.tracks import GAP_MS
from anhuan.kernel.chunks import Track

CELLS_M = (1, 2, 5, 10)
CHUNKS_READ = (
    30_000  # more than these would make somebody wait; then every k-th ten minutes is read
)


@dataclass(frozen=True, slots=True)
class Ground:
    """The site cut into squares from its origin."""

    cell_m: int
    columns: int
    rows: int

    @classmethod
    def of(cls, width_m: float, depth_m: float, cell_m: int) -> "Ground":
        """Squares of `cell_m` over width × depth metres."""
        return cls(cell_m, max(1, -int(-width_m // cell_m)), max(1, -int(-depth_m // cell_m)))

    def empty(self) -> NDArray[np.float64]:
        """Seconds by row and column, none yet."""
        return np.zeros((self.rows, self.columns))


def presence_s(track: Track) -> NDArray[np.float64]:
    """Seconds each point stands for: until the next, nothing across a gap; the last as before."""
    n = len(track.t_ms)
    if n < 2:
        return np.zeros(n)
    ahead = np.diff(track.t_ms)
    ahead = np.append(np.where(ahead <= GAP_MS, ahead, 0), 0)
    ahead[-1] = min(ahead[-2], 2000)  # ten-minute chunks follow each other: do not lose their seams
    return ahead / 1000


def add_presence(
    seconds: NDArray[np.float64], ground: Ground, tracks: Sequence[Track], floor: int | None
) -> None:
    """Add tracks' presence to `seconds` in place; points off the site are left out.

    All tracks in one go: the squares are many, and are gone through once a call.
    """
    if not tracks:
        return
    spent = np.concatenate([presence_s(track) for track in tracks])
    column = np.concatenate([track.x_cm for track in tracks]) // (100 * ground.cell_m)
    row = np.concatenate([track.y_cm for track in tracks]) // (100 * ground.cell_m)
    keep = (column >= 0) & (column < ground.columns) & (row >= 0) & (row < ground.rows)
    if floor is not None:
        keep &= np.concatenate([track.floor for track in tracks]) == floor
    place = row[keep] * ground.columns + column[keep]
    seconds += np.bincount(place, spent[keep], seconds.size).reshape(seconds.shape)


def stride_for(buckets: int, tags: int) -> int:
    """Every how many ten minutes are read so that the answer comes in seconds."""
    return max(1, -(-buckets * tags // CHUNKS_READ))
