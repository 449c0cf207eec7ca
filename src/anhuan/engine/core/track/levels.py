"""Taking received levels into the filter.

A level says little of the place, and nothing like a straight line: so no slope is taken. The
filter's Gaussian is weighed at a grid of nodes over its own uncertainty by how likely each level is
there, and goes on as the Gaussian of the same mean and spread (assumed density filter, Maybeck
1982, 12). The likelihood is Student's: one level in ten lies.

Where no radio map is, nothing is set for a plant: how rough levels are is taken from what they
leave over, and half of that variance is taken to stay while one stays (walls, antennas; in two
buildings four and six tenths of it were still there after two seconds). That half bounds the radius
from below (`shared_doubt`).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.radio.maps import level_at, on_map
from anhuan.engine.core.radio.snapshot import DEGREES
from anhuan.engine.core.solve.model import DB_PER_NEPER, LOG_DISTANCE, predict
from anhuan.engine.core.track.site import Site
from anhuan.engine.core.track.state import HEARD, SIZE, Row

Floats = NDArray[np.float64]

NODES = np.linspace(-3.25, 3.25, 11)
CHANCE = np.exp(-0.5 * NODES**2) / np.exp(-0.5 * NODES**2).sum()
NODES /= math.sqrt(float(CHANCE @ NODES**2))  # a level that says nothing must change nothing
OFF_MAP = 2.0  # log odds: who surveyed walked wherever one walks
WRONG = 2.5  # sigma; beyond, a level speaks for another place
LEVEL_KEEP = 0.99  # about the last hundred levels
WILD = 3.0  # sigma
LEAST_DB, MOST_DB = 3.0, 12.0
MOST_M2 = 400.0  # heard from one side only: somewhere there


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
        mapped = radio_map >= 0 and site.maps.column[radio_map, seen[k].anchor] >= 0
        news = news_of(row, seen[k], mapped, tuning)
        for i in range(n):
            x, y = row.mean[0] + l00 * NODES[i], row.mean[1] + l10 * NODES[i]
            for j in range(n):
                u, sd = misfit_at(row, seen[k], x, y + l11 * NODES[j], site, radio_map, z_m, tuning)
                cost = 0.5 * (DEGREES + 1.0) * math.log1p(u * u / DEGREES) + math.log(sd)
                if mapped and not on_map(site.maps, radio_map, x, y + l11 * NODES[j]):
                    cost += OFF_MAP
                fit[i * n + j] += news * cost
    absorb_nodes(row, fit, l00, l10, l11)
    wrong = 0
    for k in range(start, end):
        u, sd = misfit_at(row, seen[k], row.mean[0], row.mean[1], site, radio_map, z_m, tuning)
        wrong += abs(u) > WRONG
        if radio_map < 0 or site.maps.column[radio_map, seen[k].anchor] < 0:
            note_level(row, u * sd, tuning)
    return wrong


@jit
def level_sd(row: Row, tuning: Any) -> float:
    """How rough levels are here without a radio map (dB): as they are found, at first as usual."""
    if row.level_db2 <= 0.0:
        return float(tuning.noise_sd[2])
    return math.sqrt(min(max(row.level_db2, LEAST_DB**2), MOST_DB**2))


@jit
def note_level(row: Row, left_db: float, tuning: Any) -> None:
    """A level left so much over at the place found; a wild one counts as a large one."""
    sd = level_sd(row, tuning)
    found = min(left_db * left_db, (WILD * sd) ** 2)
    row.level_db2 = sd * sd + (1.0 - LEVEL_KEEP) * (found - sd * sd)


@jit
def shared_doubt(row: Row, site: Site, z_m: float, tuning: Any) -> float:
    """Variance (m², each way) from what the levels' errors have in common while one stays.

    Walls and antennas err alike from level to level, so more levels do not average it out: only the
    beacons heard lately count, each once, by their slope over the place (Fisher information).
    """
    a, b, c = 0.0, 0.0, 0.0
    for s in range(HEARD):
        k = row.heard_anchor[s]
        if k < 0 or row.t_ms - row.heard_ms[s] > tuning.gap_ms:
            continue
        dx, dy, dz = row.mean[0] - site.at[k, 0], row.mean[1] - site.at[k, 1], z_m - site.at[k, 2]
        per_m = DB_PER_NEPER * site.exponent / max(dx * dx + dy * dy + dz * dz, 1.0)
        a, b, c = a + (per_m * dx) ** 2, b + per_m * per_m * dx * dy, c + (per_m * dy) ** 2
    det = a * c - b * b
    if det <= 1e-9:
        return MOST_M2
    doubt_m2: float = tuning.level_shared * level_sd(row, tuning) ** 2 * 0.5 * (a + c) / det
    return min(doubt_m2, MOST_M2)


@jit
def news_of(row: Row, one: Any, mapped: bool, tuning: Any) -> float:
    """How much of a level is new (0..1): what a radio map does not know of a body errs for a while.

    Without a map every level counts whole; what lasts of their errors is in `shared_doubt`.
    """
    age_s = age_of_level(row, one)
    if age_s < 0.0 or not mapped:
        return 1.0
    return 1.0 - math.exp(-age_s / tuning.level_tau_s)


@jit
def age_of_level(row: Row, one: Any) -> float:
    """Seconds since this beacon's last level was taken, which is now remembered; -1 unknown."""
    oldest = 0
    for s in range(HEARD):
        if row.heard_anchor[s] == one.anchor:
            age_s: float = max(one.t_ms - row.heard_ms[s], 0) / 1000.0
            row.heard_ms[s] = one.t_ms
            return age_s
        if row.heard_ms[s] < row.heard_ms[oldest]:
            oldest = s
    row.heard_anchor[oldest] = one.anchor
    row.heard_ms[oldest] = one.t_ms
    return -1.0


@jit
def misfit_at(
    row: Row, one: Any, x: float, y: float, site: Site, radio_map: int, z_m: float, tuning: Any
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
        sd = level_sd(row, tuning)
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
