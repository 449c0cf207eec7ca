"""Compile, or fetch from the cache, everything the engine calls, before the first report.

Run by `make setup` (`python -m anhuan.engine.core.warmup`), so that no start has to wait for it.
"""

from __future__ import annotations

from uuid import UUID

import numpy as np

from anhuan.engine.core.config import (
    Anchor,
    Area,
    Config,
    Fence,
    Polygon,
    RadioMap,
    Settings,
    Tag,
    Tech,
    Wall,
)
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.reports import Places, reports_of
from anhuan.kernel import chunk_loops, sm3_lanes
from anhuan.kernel.jit import prune

SQUARE = Polygon(((0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0)))
ASIDE = Polygon(((30.0, 0.0), (40.0, 0.0), (40.0, 9.0)))
END_MS = 6_000
PLACES = ((0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0))


def warmup() -> None:
    """Run a small plant for 6 s of event time: about 2 s cached, half a minute of CPU if not."""
    anchors = tuple(Anchor(str(k), x, y, 3.0) for k, (x, y) in enumerate(PLACES))
    tags = tuple(Tag(UUID(int=k + 1), str(k)) for k in range(4))
    grid = np.full((4, 3, 3), -70.0)
    radio_map = RadioMap(1, 0.0, 0.0, 10.0, ("0", "1", "2", "3"), 5.0, grid, np.ones_like(grid))
    engine = Pipeline(
        Config(
            anchors, tags, (Area(UUID(int=9), (SQUARE,)),),
            (Fence(UUID(int=10), (ASIDE,), may_enter=frozenset()),),
            settings=Settings(forget_after_ms=1_000), walls=(Wall(0.0, 30.0, 9.0, 30.0),),
            radio_maps=(radio_map,),
        ),
        0,
    )  # fmt: skip
    for t_ms in range(0, END_MS, 500):
        rows = [
            (tag, t_ms, int(tech), anchor, value, -80.0, -82.0)
            for tag, tech in enumerate((Tech.TWR, Tech.TDOA, Tech.RSSI))
            for anchor, value in enumerate((-75.0,) * 4 if tech is Tech.RSSI else (0.0,) * 4)
        ]
        engine.ingest(reports_of(rows), t_ms)
        one, real = np.array([3], np.int64), np.array([5.0])
        engine.ingest_places(
            Places(one, np.array([t_ms], np.int64), real, real, np.array([1], np.int64), real), t_ms
        )
        engine.tick(t_ms)
    engine.tick(END_MS + 2_000)  # everybody is silent and let go


def compile_all() -> None:
    """For `make setup`: everything compiled, also what tracks and files need; old caches go."""
    warmup()
    chunk_loops.warmup()
    sm3_lanes.warmup()
    prune()


if __name__ == "__main__":
    compile_all()
