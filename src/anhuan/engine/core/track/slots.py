"""The anchors a tag heard lately: their last observations and their biases."""

from __future__ import annotations

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.state import FIRST_BIAS, NEVER, SIZE, SLOTS, TrackState
from anhuan.engine.core.track.tuning import Tuning


@jit
def slot_of(state: TrackState, i: int, anchor: int, tech: int, tuning: Tuning) -> int:
    """Tag i's slot of an anchor and technology; the longest unheard is given up if none is free."""
    oldest = 0
    for s in range(SLOTS):
        if state.slot_anchor[i, s] == anchor and state.slot_tech[i, s] == tech:
            return s
        if state.slot_ms[i, s] < state.slot_ms[i, oldest]:
            oldest = s
    state.slot_anchor[i, oldest] = anchor
    state.slot_tech[i, oldest] = tech
    state.slot_ms[i, oldest] = NEVER
    reset_bias(state, i, oldest, tuning.bias_sd[tech])
    return oldest


@jit
def reset_bias(state: TrackState, i: int, slot: int, sd: float) -> None:
    """Bias 0 +- sd, uncorrelated with anything."""
    b = FIRST_BIAS + slot
    state.mean[i, b] = 0.0
    for k in range(SIZE):
        state.covariance[i, b, k] = 0.0
        state.covariance[i, k, b] = 0.0
    state.covariance[i, b, b] = sd * sd
