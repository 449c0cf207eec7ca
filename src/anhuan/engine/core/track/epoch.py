"""Noticing that the filter is lost. A filter that gates everything never comes back by itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.motion import forget_velocity
from anhuan.engine.core.track.start import start_anew
from anhuan.engine.core.track.state import TrackState
from anhuan.engine.core.track.tuning import Tuning

Floats = NDArray[np.float64]

GROW = 4.0  # variance factor for each bad epoch without a snapshot to start from


@jit
def count_observation(state: TrackState, i: int, used: bool) -> None:
    """Count one observation of the running epoch."""
    state.epoch_seen[i] += 1
    if not used:
        state.epoch_rejected[i] += 1


@jit
def close_epoch(
    state: TrackState, i: int, t_ms: int, tech: int, anchors: Floats, z_m: float,
    exponent: float, tuning: Tuning,
) -> None:  # fmt: skip
    """If `t_ms` begins a new epoch, judge the last one; start anew after too many bad ones."""
    if t_ms - state.epoch_ms[i] < tuning.epoch_ms:
        return
    bad = 2 * state.epoch_rejected[i] > state.epoch_seen[i]
    if bad and state.bad_epochs[i] == 0:
        state.bad_since_ms[i] = state.epoch_ms[i]
    state.bad_epochs[i] = state.bad_epochs[i] + 1 if bad else 0
    state.epoch_ms[i] = t_ms
    state.epoch_seen[i] = state.epoch_rejected[i] = 0
    enough = state.bad_epochs[i] >= tuning.bad_epochs
    if not enough or t_ms - state.bad_since_ms[i] < tuning.bad_ms:
        return
    if not start_anew(state, i, state.t_ms[i], tech, anchors, z_m, exponent, True, tuning):
        forget_velocity(state, i)
        for a in range(2):
            for b in range(2):
                state.covariance[i, a, b] *= GROW
