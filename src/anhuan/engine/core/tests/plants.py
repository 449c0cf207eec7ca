"""Small plants and ways to feed them, for tests."""

from uuid import UUID

import numpy as np

from anhuan.engine.core.config import Anchor, Area, Config, Fence, Kind, Polygon, Settings, Tag
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.reports import Places, reports_of

START_MS = 1_795_000_000_000
CORNERS = ((0.0, 0.0), (40.0, 0.0), (40.0, 30.0), (0.0, 30.0), (20.0, 0.0), (20.0, 30.0))


def uid(number):
    """A readable UUID."""
    return UUID(int=number)


def square(x, y, side):
    """A square with its lower left corner at (x, y)."""
    return Polygon(((x, y), (x + side, y), (x + side, y + side), (x, y + side)))


def make_tags(count, kind=Kind.STAFF):
    """Tags T0, T1, ... with ids 1, 2, ..."""
    return tuple(Tag(uid(k + 1), f"T{k}", kind) for k in range(count))


def make_anchors(floor=1, z=3.0, prefix="A"):
    """Six anchors round a yard of 40 by 30 m."""
    return tuple(Anchor(f"{prefix}{k}", x, y, z, floor) for k, (x, y) in enumerate(CORNERS))


def make_area(number=900, shape=None, **rules):
    """An area with rules."""
    return Area(uid(number), (shape or square(0, 0, 20),), **rules)


def make_fence(number=800, shape=None, **rules):
    """A fence with rules."""
    return Fence(uid(number), (shape or square(0, 0, 20),), **rules)


def make_engine(tags=5, areas=(), fences=(), anchors=None, **settings):
    """An engine with `tags` tags (a number or a tuple)."""
    people = make_tags(tags) if isinstance(tags, int) else tags
    settings = {"grace_ms": 0, "unheard_grace_ms": 0} | settings
    config = Config(
        make_anchors() if anchors is None else anchors, people, tuple(areas), tuple(fences),
        settings=Settings(**settings),
    )  # fmt: skip
    return Pipeline(config, START_MS)


def put(engine, t_ms, places, floor=1, r68_m=0.2):
    """Report exact positions {tag: (x, y)} at t_ms (from START_MS)."""
    if not places:
        return
    tags = np.array(list(places), np.int64)
    xy = np.array(list(places.values()), float).reshape(-1, 2)
    full = np.full(len(tags), START_MS + t_ms, np.int64)
    engine.ingest_places(
        Places(tags, full, xy[:, 0].copy(), xy[:, 1].copy(), np.full(len(tags), floor, np.int64),
               np.full(len(tags), r68_m)),
        START_MS + t_ms,
    )  # fmt: skip


def play(engine, script, until_ms, every_ms=500, start_ms=0, **how):
    """Feed `script(t_ms) -> {tag: (x, y)}` and collect every output; returns them merged."""
    outputs = []
    for t_ms in range(start_ms, until_ms + 1, every_ms):
        put(engine, t_ms, script(t_ms), **how)
        outputs.append(engine.tick(START_MS + t_ms))
    outputs.append(engine.tick(START_MS + until_ms + engine.plant.config.settings.settle_ms))
    return outputs


def decisions(outputs, rule=None):
    """All decisions of `outputs`, of one rule if named."""
    return [d for out in outputs for d in out.decisions if rule is None or d.rule == rule]


def visits(outputs):
    """All visits of `outputs`."""
    return [v for out in outputs for v in out.visits]


def ranges_from(anchors, number, t_ms, place, rng=None, sd=0.0, extra=()):
    """TWR rows of tag `number` at place (x, y, z); `extra` metres added by anchor."""
    rows = []
    for k, anchor in enumerate(anchors):
        d = float(np.linalg.norm(np.array(place) - (anchor.x, anchor.y, anchor.z)))
        d += (rng.normal(0, sd) if rng is not None else 0.0) + dict(extra).get(k, 0.0)
        rows.append((number, START_MS + t_ms, 0, k, d, -80.0, -81.0))
    return reports_of(rows)
