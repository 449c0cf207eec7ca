"""Taking one observation into the filter: gate, asymmetric Huber, extended Kalman update.

A path that is too long is blocked, a path that is too short is rare noise; so positive
innovations of ranges are punished harder. `expect` says how rough its own figure is, which keeps
a tag near an anchor, or not yet well placed, from becoming certain too early.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.expect import (
    expect_azimuth,
    expect_elevation,
    expect_range,
    turned,
)
from anhuan.engine.core.track.motion import forget_place
from anhuan.engine.core.track.residuals import note_residual
from anhuan.engine.core.track.site import Site
from anhuan.engine.core.track.state import FIRST_BIAS, SIZE, Row

Floats = NDArray[np.float64]

OFFSET = 4
TWR, TDOA, RSSI, AZIMUTH, ELEVATION, PROXIMITY = range(6)  # config.Tech, for compiled code
MISFIT_KEEP = 0.98
BLOCKED_KEEP = 0.9  # about the last ten observations


@jit
def observe_anchor(
    row: Row, slot: int, tech: int, anchor: int, value: float, extra_sd: float, z_m: float,
    site: Site, tuning: Any,
) -> bool:  # fmt: skip
    """Take one anchor's observation into a tag's filter; False if the gate refused it.

    value: m (TWR, TDOA) or rad (angles); levels are taken by `levels.observe_levels`.
    """
    expected, hx, hy, rough = expect(row, tech, anchor, z_m, site)
    gain = np.empty(SIZE)
    spread = project(row, hx, hy, slot, tech == TDOA, gain)
    if not spread >= 0.0:  # the covariance has lost its meaning (rounding); begin again
        forget_place(row, row.t_ms)
        return False
    innovation = value - expected - row.mean[FIRST_BIAS + slot]
    if tech == TDOA:
        innovation -= row.mean[OFFSET]
    elif tech >= AZIMUTH:
        innovation = turned(innovation)
    sd = float(site.angle_sd[anchor]) if tech >= AZIMUTH else tuning.noise_sd[tech]
    clear = sd * sd * max(row.misfit, 1.0) + rough  # a site noisier than the model
    noise = clear + extra_sd * extra_sd
    u = innovation / math.sqrt(spread + noise)
    if tech == TWR:
        note_residual(site.residuals, anchor, value - expected, abs(u) > tuning.gate)
    if abs(u) > tuning.gate:
        note_blocked(row, 1.0)
        return False
    row.misfit += (1.0 - MISFIT_KEEP) * (u * u - row.misfit)
    if tech <= TDOA:
        noise *= inflation(u, tuning)
    else:
        noise *= even_inflation(u, tuning)
    note_blocked(row, 1.0 - clear / noise)
    before = row.covariance[0, 0] + row.covariance[1, 1]
    absorb(row, gain, innovation, spread + noise)
    note_used(row, before)
    return True


@jit
def note_blocked(row: Row, lost: float) -> None:
    """An observation lost this share of its weight (1: it was refused)."""
    row.blocked += (1.0 - BLOCKED_KEEP) * (lost - row.blocked)


@jit
def note_used(row: Row, before: float) -> None:
    """An anchor's observation was used; what places shared fades as it tells more. before: m²."""
    row.used_ms = row.t_ms
    row.common_m2 *= min((row.covariance[0, 0] + row.covariance[1, 1]) / max(before, 1e-12), 1.0)


@jit
def expect(
    row: Row, tech: int, anchor: int, z_m: float, site: Site
) -> tuple[float, float, float, float]:
    """Value, slope over x and y, and extra variance of what an anchor should observe."""
    ax, ay, dz = site.at[anchor, 0], site.at[anchor, 1], z_m - site.at[anchor, 2]
    if tech == AZIMUTH:
        return expect_azimuth(row, ax, ay, site.heading[anchor])
    if tech == ELEVATION:
        return expect_elevation(row, ax, ay, dz)
    return expect_range(row, ax, ay, dz)


@jit
def inflation(u: float, tuning: Any) -> float:
    """Factor on the noise variance of a standardised innovation, 1 inside Huber's bounds."""
    if u > tuning.huber_late:
        return float(u / tuning.huber_late) ** 2
    if u < -tuning.huber_early:
        return float(-u / tuning.huber_early)
    return 1.0


@jit
def even_inflation(u: float, tuning: Any) -> float:
    """The same for angles, which err both ways alike."""
    return float(max(1.0, abs(u) / tuning.huber_early))


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
