"""Everyone over a period as frames: where each one was at evenly spaced moments."""

import numpy as np
from numpy.typing import NDArray

from anhuan.domains.positioning.rules.tracks import REMEMBERED_MS
from anhuan.kernel.chunks import Track

MOST_FRAMES = 240
NOWHERE = -1


def frames_of(from_ms: int, to_ms: int, step_ms: int) -> NDArray[np.int64]:
    """The moments shown: from_ms, then every step_ms, before to_ms; at most `MOST_FRAMES`."""
    return np.arange(from_ms, to_ms, step_ms, dtype=np.int64)[:MOST_FRAMES]


def indices(track: Track, frames: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each frame the newest point at or before it; `NOWHERE` if older than ten minutes."""
    at = np.searchsorted(track.t_ms, frames, side="right") - 1
    known = at >= 0
    known[known] = frames[known] - track.t_ms[at[known]] <= REMEMBERED_MS
    return np.where(known, at, NOWHERE)
