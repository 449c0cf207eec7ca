"""Taking received levels into the filter.

A level says little of the place, and nothing like a straight line: so no slope is taken. The
filter's Gaussian is weighed at a grid of nodes over its own uncertainty by how likely each level is
there, and goes on as the Gaussian of the same mean and spread (assumed density filter, Maybeck
1982, 12). The likelihood is Student's: one level in ten lies.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.radio.maps import level_at, on_map
from anhuan.engine.core.radio.snapshot import DEGREES
from anhuan.engine.core.solve.model import LOG_DISTANCE, predict
from anhuan.engine.core.track.site import Site
from anhuan.engine.core.track.state import SIZE, SLOTS, Row

Floats = NDArray[np.float64]

NODES = np.linspace(-3.25, 3.25, 11)
CHANCE = np.exp(-0.5 * NODES**2) / np.exp(-0.5 * NODES**2).sum()
NODES /= math.sqrt(float(CHANCE @ NODES**2))  # a level that says nothing must change nothing
OFF_MAP = 2.0  # log odds: who surveyed walked wherever one walks
WRONG = 2.5  # sigma; beyond, a level speaks for another place


@jit
def observe_levels(
    row: Row, seen: Any, start: int, end: int, site: Site, radio_map: int, z_m: float, tuning: Any
) -> int:
    """Take the levels start..end of `seen`, heard at one instant; how many spoke against it."""
    p = row.covariance
    l00 = math.sqrt(max(p[0, 0], 1e-6))
    l10 = p[0, 1] / l00
    l11 = math.sqrt(max(p[1, 1] - l10 * l10, 1e-6))
    n = len(NODES)
    fit = np.zeros(n * n)
    for k in range(start, end):
        news = news_of(row, seen[k], tuning)
        mapped = radio_map >= 0 and site.maps.column[radio_map, seen[k].anchor] >= 0
        for i in range(n):
            x, y = row.mean[0] + l00 * NODES[i], row.mean[1] + l10 * NODES[i]
            for j in range(n):
                u, sd = misfit_at(seen[k], x, y + l11 * NODES[j], site, radio_map, z_m, tuning)
                cost = 0.5 * (DEGREES + 1.0) * math.log1p(u * u / DEGREES) + math.log(sd)
                if mapped and not on_map(site.maps, radio_map, x, y + l11 * NODES[j]):
                    cost += OFF_MAP
                fit[i * n + j] += news * cost
    absorb_nodes(row, fit, l00, l10, l11)
    wrong = 0
    for k in range(start, end):
        u, _ = misfit_at(seen[k], row.mean[0], row.mean[1], site, radio_map, z_m, tuning)
        wrong += abs(u) > WRONG
    return wrong


@jit
def news_of(row: Row, one: Any, tuning: Any) -> float:
    """How much of a level is new (0..1): a body or shelf in the way errs for a while."""
    for s in range(SLOTS):
        if row.slot_anchor[s] == one.anchor and row.slot_tech[s] == one.tech:
            age_s = max(one.t_ms - row.slot_ms[s], 0) / 1000.0
            return 1.0 - math.exp(-age_s / tuning.level_tau_s)
    return 1.0


@jit
def misfit_at(
    one: Any, x: float, y: float, site: Site, radio_map: int, z_m: float, tuning: Any
) -> tuple[float, float]:
    """How many sigma a level is from what (x, y) would give, and that sigma in dB."""
    a = one.anchor
    column = site.maps.column[radio_map, a] if radio_map >= 0 else -1
    if column >= 0:
        loss, doubt = level_at(site.maps, radio_map, column, x, y)
        sd = math.hypot(site.maps.noise_db[radio_map], doubt)
    else:
        dx, dy, dz = x - site.at[a, 0], y - site.at[a, 1], z_m - site.at[a, 2]
        loss = predict(LOG_DISTANCE, math.sqrt(dx * dx + dy * dy + dz * dz), site.exponent)
        sd = tuning.noise_sd[2]
    return (one.value - loss) / sd, sd


@jit
def absorb_nodes(row: Row, fit: Floats, l00: float, l10: float, l11: float) -> None:
    """Give the filter the mean and spread of its nodes, weighed by exp(-fit) (n², rows by x)."""
    n, best = len(NODES), fit.min()
    total = mu = mv = uu = uv = vv = 0.0
    for i in range(n):
        for j in range(n):
            w = CHANCE[i] * CHANCE[j] * math.exp(best - fit[i * n + j])
            u, v = NODES[i], NODES[j]
            total, mu, mv = total + w, mu + w * u, mv + w * v
            uu, uv, vv = uu + w * u * u, uv + w * u * v, vv + w * v * v
    mu, mv = mu / total, mv / total
    less_uu, less_uv = 1.0 - uu / total + mu * mu, mu * mv - uv / total
    less_vv = 1.0 - vv / total + mv * mv
    m, p = row.mean, row.covariance
    bu, bv = np.empty(SIZE), np.empty(SIZE)
    for k in range(SIZE):
        bu[k] = p[k, 0] / l00
        bv[k] = (p[k, 1] - l10 * bu[k]) / l11
        m[k] += bu[k] * mu + bv[k] * mv
    for a in range(SIZE):
        for b in range(SIZE):
            p[a, b] -= bu[a] * (less_uu * bu[b] + less_uv * bv[b])
            p[a, b] -= bv[a] * (less_uv * bu[b] + less_vv * bv[b])
