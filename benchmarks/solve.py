"""Snapshot solver against scipy.optimize.least_squares on the same synthetic sets. Prints JSON.

8 anchors around 40 x 30 m, 10 cm noise, 15 % of ranges blocked (+0.5 to 3 m), one core.
"""

from __future__ import annotations

import argparse
import json
import time

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from anhuan.engine.core.score import errors_of
from anhuan.engine.core.solve import Solutions, solve_rssi, solve_tdoa, solve_twr

Floats = NDArray[np.float64]
ANCHORS = np.array(
    [
        [0, 0, 3],
        [40, 0, 5],
        [40, 30, 3],
        [0, 30, 5],
        [20, 0, 4],
        [20, 30, 4],
        [0, 15, 6],
        [40, 15, 6],
    ],
    float,
)
Z_M = 1.0


def synthetic(sets: int, seed: int = 1) -> tuple[Floats, Floats]:
    """True places (B, 3) and ranges (B, 8)."""
    rng = np.random.default_rng(seed)
    truth = np.column_stack(
        [rng.uniform(0, 40, sets), rng.uniform(0, 30, sets), np.full(sets, Z_M)]
    )
    ranges = np.linalg.norm(truth[:, None] - ANCHORS, axis=2) + rng.normal(0, 0.1, (sets, 8))
    blocked = rng.random((sets, 8)) < 0.15
    return truth, ranges + blocked * rng.uniform(0.5, 3.0, (sets, 8))


def timed(solve: object, *args: object, **kwargs: object) -> tuple[Solutions, float]:
    """Solution and CPU seconds (this machine is shared, so not wall time)."""
    start = time.process_time()
    answer = solve(*args, **kwargs)  # type: ignore[operator]
    return answer, time.process_time() - start


def scipy_twr(ranges: Floats) -> Floats:
    """The peer: one least_squares call a set, Huber loss, started at the middle."""

    def misfit(at: Floats, seen: Floats) -> Floats:
        return np.hypot(np.hypot(*(at - ANCHORS[:, :2]).T), Z_M - ANCHORS[:, 2]) - seen

    return np.array(
        [
            least_squares(misfit, (20.0, 15.0), loss="huber", f_scale=0.135, args=(r,)).x
            for r in ranges
        ]
    )


def scipy_tdoa(differences: Floats) -> Floats:
    """The peer for TDOA: differences to the first anchor."""

    def misfit(at: Floats, seen: Floats) -> Floats:
        d = np.hypot(np.hypot(*(at - ANCHORS[:, :2]).T), Z_M - ANCHORS[:, 2])
        return d[1:] - d[0] - seen[1:]

    return np.array(
        [
            least_squares(misfit, (20.0, 15.0), loss="huber", f_scale=0.19, args=(r,)).x
            for r in differences
        ]
    )


def report(place: Floats, truth: Floats, seconds: float) -> dict[str, float]:
    """Rate and errors of one solver."""
    e = errors_of(place[:, 0], place[:, 1], truth[:, 0], truth[:, 1])
    return {
        "solves_per_s": round(len(place) / seconds),
        "rmse_m": round(float(np.sqrt(np.mean(e**2))), 3),
        "p50_m": round(float(np.percentile(e, 50)), 3),
        "p95_m": round(float(np.percentile(e, 95)), 3),
    }


def main() -> None:
    """Run both in one process and print the ratio."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true", help="always so")
    arguments.add_argument("--sets", type=int, default=200_000)
    arguments.add_argument("--peer-sets", type=int, default=200)
    options = arguments.parse_args()
    truth, ranges = synthetic(options.sets)
    index = np.tile(np.arange(8), (options.sets, 1))
    differences = ranges - ranges[:, :1]
    few = options.peer_sets
    out: dict[str, object] = {"anchors": 8, "sets": options.sets, "peer_sets": few}
    cases = (
        ("twr", solve_twr, ranges, scipy_twr),
        ("tdoa", solve_tdoa, differences, scipy_tdoa),
    )
    for name, solve, seen, peer in cases:
        solve(ANCHORS, index[:10], seen[:10], Z_M)  # compile
        ours, seconds = timed(solve, ANCHORS, index, seen, Z_M)
        place = np.column_stack([ours.x, ours.y])
        start = time.process_time()
        theirs = peer(seen[:few])
        peer_seconds = time.process_time() - start
        mine, other = report(place, truth, seconds), report(theirs, truth[:few], peer_seconds)
        error = errors_of(ours.x, ours.y, truth[:, 0], truth[:, 1])
        out[name] = {
            "anhuan": mine,
            "scipy_least_squares_huber": other,
            "times_faster": round(mine["solves_per_s"] / other["solves_per_s"]),
            "share_inside_r68": round(float(np.mean(error <= ours.r68)), 3),
        }
    rng = np.random.default_rng(2)
    rssi = -59 - 22 * np.log10(np.linalg.norm(truth[:, None] - ANCHORS, axis=2))
    rssi += rng.normal(0, 4, rssi.shape)
    solve_rssi(ANCHORS, index[:10], rssi[:10], Z_M)
    ours, seconds = timed(solve_rssi, ANCHORS, index, rssi, Z_M, sd_db=4.0)
    place = np.column_stack([ours.x, ours.y])
    error = errors_of(ours.x, ours.y, truth[:, 0], truth[:, 1])
    out["rssi_4db"] = {
        "anhuan": report(place, truth, seconds),
        "share_inside_r68": round(float(np.mean(error <= ours.r68)), 3),
    }
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
