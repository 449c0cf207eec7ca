"""Taking one observation into the filter: gate, asymmetric Huber, extended Kalman update.

A path that is too long is blocked, a path that is too short is rare noise; so positive
innovations are punished harder. Second-order terms (Bar-Shalom 10.3) keep a tag near an anchor,
or not yet well placed, from becoming certain too early.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.solve.model import predict, slope
from anhuan.engine.core.track.motion import forget_place
from anhuan.engine.core.track.state import FIRST_BIAS, SIZE, Row

Floats = NDArray[np.float64]

OFFSET = 4
TWR, TDOA, RSSI = 0, 1, 2
MISFIT_KEEP = 0.98


@jit
def observe_anchor(
    row: Row, slot: int, tech: int, value: float, extra_sd: float,
    ax: float, ay: float, az: float, z_m: float, exponent: float, tuning: Any,
) -> bool:  # fmt: skip
    """Take one anchor's observation into tag i; False if the gate refused it.

    value: m (TWR, TDOA) or dB of loss from 1 m (RSSI); anchor and tag height in m.
    """
    model = 1 if tech == RSSI else 0
    dx, dy, dz = row.mean[0] - ax, row.mean[1] - ay, z_m - az
    d = max(math.sqrt(dx * dx + dy * dy + dz * dz), 0.1)
    s = slope(model, d, exponent)
    hx, hy = s * dx / d, s * dy / d
    bend, bend_var = curvature(row, model, s, d, dx / d, dy / d)
    gain = np.empty(SIZE)
    spread = project(row, hx, hy, slot, tech == TDOA, gain)
    if not spread >= 0.0:  # the covariance has lost its meaning (rounding); begin again
        forget_place(row, row.t_ms)
        return False
    innovation = value - predict(model, d, exponent) - bend - row.mean[FIRST_BIAS + slot]
    if tech == TDOA:
        innovation -= row.mean[OFFSET]
    noise = tuning.noise_sd[tech] ** 2 * max(row.misfit, 1.0)  # a site noisier than the model
    noise += extra_sd * extra_sd + bend_var
    u = innovation / math.sqrt(spread + noise)
    if abs(u) > tuning.gate:
        return False
    row.misfit += (1.0 - MISFIT_KEEP) * (u * u - row.misfit)
    absorb(row, gain, innovation, spread + noise * inflation(u, tuning))
    return True


@jit
def inflation(u: float, tuning: Any) -> float:
    """Factor on the noise variance of a standardised innovation, 1 inside Huber's bounds."""
    if u > tuning.huber_late:
        return float(u / tuning.huber_late) ** 2
    if u < -tuning.huber_early:
        return float(-u / tuning.huber_early)
    return 1.0


@jit
def curvature(
    row: Row, model: int, s: float, d: float, ux: float, uy: float
) -> tuple[float, float]:
    """Mean and variance of the second-order term of the observation, by the place's covariance."""
    p = row.covariance
    along = float(ux * ux * p[0, 0] + 2.0 * ux * uy * p[0, 1] + uy * uy * p[1, 1])
    across = max(float(p[0, 0] + p[1, 1]) - along, 0.0)
    c = s / d
    if model == 1:
        bend, variance = across - along, across * across + along * along
    else:
        bend, variance = across, across * across
    return float(0.5 * c * bend), float(0.5 * c * c * variance)


@jit
def project(row: Row, hx: float, hy: float, slot: int, with_offset: bool, out: Floats) -> float:
    """Fill out = P h and return h' P h, for h = (hx, hy, offset?, bias of the slot)."""
    p, b = row.covariance, FIRST_BIAS + slot
    for k in range(SIZE):
        out[k] = hx * p[k, 0] + hy * p[k, 1] + (p[k, b] if slot >= 0 else 0.0)
        if with_offset:
            out[k] += p[k, OFFSET]
    spread = hx * out[0] + hy * out[1] + (out[b] if slot >= 0 else 0.0)
    return float(spread + (out[OFFSET] if with_offset else 0.0))


@jit
def absorb(row: Row, gain: Floats, innovation: float, variance: float) -> None:
    """The Kalman update for one scalar: gain = P h, variance = h' P h + noise."""
    for a in range(SIZE):
        k = gain[a] / variance
        row.mean[a] += k * innovation
        for b in range(SIZE):
            row.covariance[a, b] -= k * gain[b]
    for a in range(SIZE):
        row.covariance[a, a] = max(row.covariance[a, a], 0.0)


@jit
def observe_state(row: Row, index: int, value: float, sd: float) -> None:
    """Take a direct observation of one state variable (a place, or velocity 0)."""
    gain = row.covariance[:, index].copy()
    absorb(row, gain, value - row.mean[index], gain[index] + sd * sd)
