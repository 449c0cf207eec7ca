"""Noticing that the filter is lost. A filter that gates everything never comes back by itself."""

from __future__ import annotations

from typing import Any

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.motion import forget_place, forget_velocity
from anhuan.engine.core.track.site import Site
from anhuan.engine.core.track.start import start_anew
from anhuan.engine.core.track.state import Row

LOST_M2 = 1e5  # beyond this variance the place says nothing, and arithmetic loses digits
GROW = 4.0  # variance factor for each bad epoch without a snapshot to start from


@jit
def count_observation(row: Row, used: bool) -> None:
    """Count one observation of the running epoch."""
    row.epoch_seen += 1
    if not used:
        row.epoch_rejected += 1


@jit
def close_epoch(
    row: Row, t_ms: int, tech: int, site: Site, floor: int, z_m: float, tuning: Any,
) -> None:  # fmt: skip
    """If `t_ms` begins a new epoch, judge the last one; start anew after too many bad ones.

    More than half rejected is bad. Exactly half is too, if it lasts: anchors along two walls leave
    a filter that has slipped to the mirrored place with just half of them, for ever.
    """
    if t_ms - row.epoch_ms < tuning.epoch_ms:
        return
    most = 2 * row.epoch_rejected > row.epoch_seen
    bad = row.epoch_rejected > 0 and 2 * row.epoch_rejected >= row.epoch_seen
    if bad and row.bad_epochs == 0:
        row.bad_since_ms = row.epoch_ms
    row.bad_epochs = row.bad_epochs + 1 if bad else 0
    row.epoch_ms = t_ms
    row.epoch_seen = row.epoch_rejected = 0
    wait_ms = tuning.bad_ms if most else tuning.half_bad_ms
    if row.bad_epochs < tuning.bad_epochs or t_ms - row.bad_since_ms < wait_ms:
        return
    if not start_anew(row, row.t_ms, tech, site, floor, z_m, True, tuning) and most:
        grow_uncertain(row, t_ms)


@jit
def grow_uncertain(row: Row, t_ms: int) -> None:
    """No snapshot to start from: widen the place until ranges pass the gate, or give it up."""
    if row.covariance[0, 0] + row.covariance[1, 1] > LOST_M2:
        forget_place(row, t_ms)
        return
    forget_velocity(row)
    for a in range(2):
        for b in range(2):
            row.covariance[a, b] *= GROW
