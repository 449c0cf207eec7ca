"""One full tick of the rules for 2,000 tags and 500 fences, on one core. Prints JSON.

A tick takes a new position of every tag and does what the engine does with it: membership of all
fences with hysteresis, head counts, the rules of the fences, and the exact crowd circles. The
same memberships are asked of shapely (STRtree, prepared by the library) in the same run; shapely
has no hysteresis, counts or circles, so its figure is for that one part alone.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import shapely

from anhuan.engine.core import counts, crowding, jobs, nearness, presence, vehicles
from anhuan.engine.core.config import Config, Fence, Kind, Polygon, Settings, Tag
from anhuan.engine.core.fences import follow_visits
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.seeing import scene_of

WANTED_PER_S = 400_000
WIDTH_M, DEPTH_M = 1_500.0, 1_000.0
START_MS = 1_795_000_000_000
SPEED_MPS = 1.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON (always so)")
    parser.add_argument("--tags", type=int, default=2000)
    parser.add_argument("--fences", type=int, default=500)
    parser.add_argument("--ticks", type=int, default=300)
    asked = parser.parse_args()
    print(json.dumps(measure(asked.tags, asked.fences, asked.ticks)))


def measure(tags: int, fences: int, ticks: int) -> dict[str, Any]:
    """Walk the crowd about and take the processor time of each part."""
    rng = np.random.default_rng(1)
    plant = Pipeline(config(tags, fences, rng), START_MS)
    walk = Walk(tags, rng)
    for number in range(30):  # compile, and let the gatherings form
        one_tick(plant, walk.step(), START_MS + 1000 * number)
    gc.freeze()  # as the engine does once it is up
    spent: dict[str, float] = dict.fromkeys(("visits", "counts", "rules", "crowd"), 0.0)
    tree, theirs, agree = shapely_tree(plant), 0.0, True
    for number in range(30, 30 + ticks):
        xy = walk.step()
        for part, seconds in one_tick(plant, xy, START_MS + 1000 * number).items():
            spent[part] += seconds
        took, pairs = timed(lambda xy=xy: tree.query(shapely.points(xy.T), predicate="intersects"))
        theirs += took
        if number % 50 == 0:
            agree = agree and same_membership(plant, pairs, xy)
    updates, named = tags * ticks, spent["visits"] + spent["counts"] + spent["crowd"]
    return {
        "tags": tags, "fences": fences, "ticks": ticks, "cores": 1,
        "wanted_updates_per_s": WANTED_PER_S,
        "updates_per_s": round(updates / sum(spent.values())),
        "updates_per_s_without_fence_rules": round(updates / named),
        "us_per_update": {k: round(v / updates * 1e6, 3) for k, v in spent.items()},
        "shapely": {
            "version": shapely.__version__, "part": "membership alone",
            "updates_per_s": round(updates / theirs), "same_answers": agree,
        },
        "ratio_to_shapely_membership": round(theirs / sum(spent.values()), 2),
        "gatherings": len(plant.state.crowding.gatherings),
    }  # fmt: skip


def config(tags: int, fences: int, rng: np.random.Generator) -> Config:
    """Fences of 12 corners and 15 to 60 m; every fifth forbids, counts or limits the stay."""
    people = tuple(Tag(UUID(int=k + 1), f"T{k}", Kind(k % 3)) for k in range(tags))
    half = frozenset(tag.id for tag in people[::2])
    rules: tuple[dict[str, Any], ...] = (
        {"may_enter": half}, {"over_limit": 30}, {"max_stay_s": 600.0}, {"still_after_s": 300.0},
        {"under_limit": 0},
    )  # fmt: skip
    made = tuple(
        Fence(UUID(int=100_000 + k), (outline(rng),), **rules[k % len(rules)])
        for k in range(fences)
    )
    return Config((), people, (), made, Settings())


def outline(rng: np.random.Generator) -> Polygon:
    """A round shape of twelve corners."""
    x, y = rng.uniform(0, WIDTH_M), rng.uniform(0, DEPTH_M)
    radius = rng.uniform(7.5, 30.0) * rng.uniform(0.7, 1.0, 12)
    angle = np.arange(12) / 12 * 2 * np.pi
    corners = zip(x + radius * np.cos(angle), y + radius * np.sin(angle), strict=True)
    return Polygon(tuple((float(a), float(b)) for a, b in corners))


class Walk:
    """People strolling about; a tenth of them stand in groups of six."""

    def __init__(self, tags: int, rng: np.random.Generator) -> None:
        self.rng = rng
        self.xy = rng.uniform((0, 0), (WIDTH_M, DEPTH_M), (tags, 2))
        self.groups = tags // 10
        centres = np.repeat(self.xy[: self.groups : 6], 6, axis=0)[: self.groups]
        self.xy[: self.groups] = centres + rng.normal(0, 3.0, (self.groups, 2))
        self.heading = rng.uniform(0, 2 * np.pi, tags)

    def step(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """(2, N) a second later."""
        self.heading += self.rng.normal(0, 0.3, len(self.heading))
        way = SPEED_MPS * np.stack([np.cos(self.heading), np.sin(self.heading)], axis=1)
        way[: self.groups] = self.rng.normal(0, 0.1, (self.groups, 2))
        self.xy = np.clip(self.xy + way, 0, (WIDTH_M, DEPTH_M))
        return np.ascontiguousarray(self.xy.T)


def one_tick(
    plant: Pipeline, xy: np.ndarray[Any, np.dtype[np.float64]], now_ms: int
) -> dict[str, float]:
    """Every part of a tick in the pipeline's order; processor seconds of each."""
    state, compiled, limits = plant.state, plant.plant.compiled, plant.plant.config.settings
    n = xy.shape[1]
    tag, t_ms = np.arange(n), np.full(n, now_ms, np.int64)
    z, floor = np.full(n, 1.0), np.full(n, 1, np.int64)
    visits, _ = timed(
        lambda: follow_visits(
            state.visits, compiled, tag, t_ms, xy[0], xy[1], z, floor, limits.leave_after_ms
        )
    )
    last = state.last
    last.t_ms[:], last.x[:], last.y[:], last.floor[:] = now_ms, xy[0], xy[1], 1
    last.speed_mps[:], last.still_since_ms[:] = SPEED_MPS, now_ms
    seeing, scene = timed(lambda: scene_of(plant.plant, state, now_ms))
    counting, inside = timed(lambda: counts.count_inside(scene))

    def judge() -> None:
        counts.step(state.counts, inside, scene, limits)
        presence.step(state.presence, scene)
        nearness.step(state.nearness, scene, limits)
        jobs.step(state.jobs, state.presence.left_ms, scene, limits)
        vehicles.step(state.vehicles, scene, limits)

    rules, _ = timed(judge)
    ids = plant.plant.tag_text
    crowd, _ = timed(
        lambda: crowding.step(
            state.crowding, ids, last.x, last.y, last.floor, now_ms, limits.crowding
        )
    )
    return {"visits": visits, "counts": seeing + counting, "rules": rules, "crowd": crowd}


def shapely_tree(plant: Pipeline) -> shapely.STRtree:
    """The same fences, for shapely."""
    shapes = [zone.shapes[0] for zone in plant.plant.zones]
    polygons = [shapely.Polygon(s.outer) for s in shapes if isinstance(s, Polygon)]
    shapely.prepare(polygons)
    return shapely.STRtree(polygons)


def same_membership(plant: Pipeline, pairs: np.ndarray[Any, Any], xy: np.ndarray[Any, Any]) -> bool:
    """Every membership shapely sees is an open visit of ours (ours also has those leaving)."""
    tag, place = np.nonzero(plant.state.visits.zone >= 0)
    ours = set(zip(tag.tolist(), plant.state.visits.zone[tag, place].tolist(), strict=True))
    theirs = set(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True))
    return theirs <= ours and xy.shape[1] == len(plant.plant.tags)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds of one call, and its answer."""
    began = time.process_time()
    answer = work()
    return time.process_time() - began, answer


if __name__ == "__main__":
    main()
