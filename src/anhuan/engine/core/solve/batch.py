"""The loop over a batch of snapshots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.solve.gauss_newton import distance_to
from anhuan.engine.core.solve.model import predict
from anhuan.engine.core.solve.radius import r68
from anhuan.engine.core.solve.snapshot import TOO_FEW, solve_one

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@jit
def solve_batch(
    model: int,
    exponent: float,
    anchors: Floats,
    index: Ints,
    value: Floats,
    sd: Floats,
    z_m: Floats,
    z_info: float,
    offset_info: float,
    place: Floats,
    residual: Floats,
    weight: Floats,
    covariance: Floats,
    radius: Floats,
    quality: NDArray[np.uint8],
) -> None:
    """Solve B sets; anchors (A, 3), index/value/sd (B, K), index -1 or value nan: not observed."""
    slots = index.shape[1]
    which = np.empty(slots, np.int64)
    near, seen, noise, w = np.empty((slots, 3)), np.empty(slots), np.empty(slots), np.empty(slots)
    cov = np.empty(3)
    for b in range(len(index)):
        n = 0
        for k in range(slots):
            if index[b, k] >= 0 and np.isfinite(value[b, k]):
                for a in range(3):
                    near[n, a] = anchors[index[b, k], a]
                which[n], seen[n], noise[n] = k, value[b, k], sd[b, k]
                n += 1
        x, y, z, offset, flags = solve_one(
            model, exponent, near, seen, noise, n, z_m[b], z_info, offset_info, w, cov
        )
        quality[b] = flags
        if flags & TOO_FEW:
            continue
        place[b, 0], place[b, 1], place[b, 2] = x, y, z
        for a in range(3):
            covariance[b, a] = cov[a]
        radius[b] = r68(cov[0], cov[1], cov[2])
        for k in range(n):
            left = seen[k] - predict(model, distance_to(near, k, x, y, z), exponent) - offset
            weight[b, which[k]], residual[b, which[k]] = w[k], left
