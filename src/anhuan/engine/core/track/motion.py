"""How a tag moves between observations: constant velocity with white acceleration.

Bar-Shalom, Li, Kirubarajan (2001), Estimation with Applications to Tracking and Navigation, 6.2.
"""

from __future__ import annotations

import math

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.state import FIRST_BIAS, NEVER, SIZE, SLOTS, TrackState
from anhuan.engine.core.track.tuning import Tuning


@jit
def predict_to(state: TrackState, i: int, t_ms: int, kind: int, tuning: Tuning) -> None:
    """Carry tag i's mean and covariance to `t_ms`; an older time changes nothing."""
    dt_ms = t_ms - state.t_ms[i]
    if dt_ms <= 0:
        return
    dt = dt_ms / 1000.0
    if dt_ms > tuning.gap_ms:
        bridge_gap(state, i, dt, tuning)
    else:
        advance(state, i, dt, tuning.accel_psd[kind])
    decay_biases(state, i, dt, tuning)


@jit
def advance(state: TrackState, i: int, dt: float, psd: float) -> None:
    """One constant-velocity step of `dt` seconds."""
    m, p = state.mean[i], state.covariance[i]
    m[0] += dt * m[2]
    m[1] += dt * m[3]
    for a in range(2):
        for k in range(SIZE):
            p[a, k] += dt * p[a + 2, k]
    for a in range(2):
        for k in range(SIZE):
            p[k, a] += dt * p[k, a + 2]
    for a in range(2):
        p[a, a] += psd * dt**3 / 3.0
        p[a, a + 2] += psd * dt * dt / 2.0
        p[a + 2, a] += psd * dt * dt / 2.0
        p[a + 2, a + 2] += psd * dt


@jit
def bridge_gap(state: TrackState, i: int, dt: float, tuning: Tuning) -> None:
    """After a silence the speed means nothing: stay, and grow uncertain as fast as one walks."""
    forget_velocity(state, i)
    grow = (tuning.walk_mps * dt) ** 2
    state.covariance[i, 0, 0] += grow
    state.covariance[i, 1, 1] += grow


@jit
def forget_velocity(state: TrackState, i: int) -> None:
    """Set the velocity to 0 +- 1 m/s, uncorrelated."""
    for a in (2, 3):
        state.mean[i, a] = 0.0
        for k in range(SIZE):
            state.covariance[i, a, k] = 0.0
            state.covariance[i, k, a] = 0.0
        state.covariance[i, a, a] = 1.0


@jit
def decay_biases(state: TrackState, i: int, dt: float, tuning: Tuning) -> None:
    """Biases are first-order Gauss-Markov: they fade to 0 with `bias_tau_s`."""
    for s in range(SLOTS):
        if state.slot_ms[i, s] == NEVER:
            continue
        b, tech = FIRST_BIAS + s, state.slot_tech[i, s]
        keep = math.exp(-dt / tuning.bias_tau_s[tech])
        state.mean[i, b] *= keep
        for k in range(SIZE):
            state.covariance[i, b, k] *= keep
        for k in range(SIZE):
            state.covariance[i, k, b] *= keep
        state.covariance[i, b, b] += tuning.bias_sd[tech] ** 2 * (1.0 - keep * keep)


@jit
def limit_speed(state: TrackState, i: int, max_mps: float) -> None:
    """Shorten a velocity nobody on site can have."""
    speed = math.hypot(state.mean[i, 2], state.mean[i, 3])
    if speed > max_mps:
        state.mean[i, 2] *= max_mps / speed
        state.mean[i, 3] *= max_mps / speed
