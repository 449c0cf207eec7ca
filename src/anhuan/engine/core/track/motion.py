"""How a tag moves between observations: constant velocity with white acceleration.

Bar-Shalom, Li, Kirubarajan (2001), Estimation with Applications to Tracking and Navigation, 6.2.
"""

from __future__ import annotations

import math
from typing import Any

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.state import (
    FIRST_BIAS,
    NEVER,
    SIZE,
    SLOTS,
    WAITING,
    Row,
)


@jit
def predict_to(row: Row, t_ms: int, kind: int, tech: int, tuning: Any) -> None:
    """Carry a tag's mean and covariance to `t_ms`; an older time changes nothing.

    tech: of what comes next; rough observations do not tell how one turns.
    """
    dt_ms = t_ms - row.t_ms
    if dt_ms <= 0:
        return
    dt = dt_ms / 1000.0
    if dt_ms > tuning.gap_ms:
        bridge_gap(row, dt, tuning)
    else:
        advance(row, dt, tuning.accel_share[tech] * tuning.accel_psd[kind])
        calm(row, math.exp(-dt / tuning.speed_tau_s[tech]))
    decay_biases(row, dt, tuning)


@jit
def advance(row: Row, dt: float, psd: float) -> None:
    """One constant-velocity step of `dt` seconds."""
    m, p = row.mean, row.covariance
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
def calm(row: Row, keep: float) -> None:
    """Let the speed fade: who is seen roughly is not known to walk on for long."""
    for a in (2, 3):
        row.mean[a] *= keep
        for k in range(SIZE):
            row.covariance[a, k] *= keep
        for k in range(SIZE):
            row.covariance[k, a] *= keep


@jit
def bridge_gap(row: Row, dt: float, tuning: Any) -> None:
    """After a silence the speed means nothing: stay, and grow uncertain as fast as one walks."""
    forget_velocity(row)
    grow = (tuning.walk_mps * dt) ** 2
    row.covariance[0, 0] += grow
    row.covariance[1, 1] += grow


@jit
def forget_velocity(row: Row) -> None:
    """Set the velocity to 0 +- 1 m/s, uncorrelated."""
    for a in (2, 3):
        row.mean[a] = 0.0
        for k in range(SIZE):
            row.covariance[a, k] = 0.0
            row.covariance[k, a] = 0.0
        row.covariance[a, a] = 1.0


@jit
def decay_biases(row: Row, dt: float, tuning: Any) -> None:
    """Biases are first-order Gauss-Markov: they fade to 0 with `bias_tau_s`."""
    for s in range(SLOTS):
        if row.slot_ms[s] == NEVER:
            continue
        b, tech = FIRST_BIAS + s, row.slot_tech[s]
        keep = math.exp(-dt / tuning.bias_tau_s[tech])
        row.mean[b] *= keep
        for k in range(SIZE):
            row.covariance[b, k] *= keep
        for k in range(SIZE):
            row.covariance[k, b] *= keep
        row.covariance[b, b] += tuning.bias_sd[tech] ** 2 * (1.0 - keep * keep)


@jit
def limit_speed(row: Row, max_mps: float) -> None:
    """Shorten a velocity nobody on site can have."""
    speed = math.hypot(row.mean[2], row.mean[3])
    if speed > max_mps:
        row.mean[2] *= max_mps / speed
        row.mean[3] *= max_mps / speed


@jit
def is_sound(row: Row) -> bool:
    """Is the covariance of place and velocity still one? Rounding spoils it under rubbish."""
    p = row.covariance
    for a in range(4):
        if not p[a, a] > 0.0:
            return False
        for b in range(a):
            if not p[a, b] * p[b, a] <= p[a, a] * p[b, b]:
                return False
    return True


@jit
def forget_place(row: Row, t_ms: int) -> None:
    """Wait for a new beginning."""
    row.phase = WAITING
    row.first_ms = t_ms
