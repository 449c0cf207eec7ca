"""The loop over observations of all tags, and the fixes it makes."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.tables import blank, pick
from anhuan.engine.core.track.instant import follow_instant
from anhuan.engine.core.track.place import follow_place
from anhuan.engine.core.track.site import Site
from anhuan.engine.core.track.state import FOLLOWING, Row, TrackState
from anhuan.engine.core.track.stillness import radius_of
from anhuan.engine.core.tuning import TUNING, Tuning
from anhuan.engine.core.walls.tables import WallTable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Rows(NamedTuple):
    """Observations, sorted by tag, then time. All (R,)."""

    tag: Ints
    t_ms: Ints
    tech: Ints
    anchor: Ints
    value: Floats  # m; dB of loss from 1 m for RSSI; rad for angles
    blocked_db: Floats  # total minus first-path power, nan where unknown


SEEN = np.dtype(
    [("tag", "i8"), ("t_ms", "i8"), ("tech", "i8"), ("anchor", "i8"), ("value", "f8"),
     ("blocked_db", "f8")]
)  # fmt: skip


class Fixes(NamedTuple):
    """Positions at the end of each `step_ms` cell a tag was heard in. All (F,)."""

    tag: Ints
    t_ms: Ints
    x: Floats
    y: Floats
    r68_m: Floats
    speed_mps: Floats
    still: Ints
    still_since_ms: Ints
    blocked: Floats  # share of their weight the last observations lost, 0..1


def follow_rows(
    state: TrackState,
    rows: Rows,
    site: Site,
    tag_kind: Ints,
    tag_floor: Ints,
    tag_z_m: Floats,
    max_speed_mps: Floats,
    step_ms: int = 500,
    tuning: Tuning = TUNING,
) -> Fixes:
    """Take observations into `state` (changed in place) and return the fixes they made.

    tag_kind, tag_floor (dense, -1 not known) and tag_z_m (N,) by tag; max_speed_mps (4,) by kind.
    Observations older than the tag's last are taken at the tag's own time.
    """
    seen = np.empty(len(rows.tag), SEEN)
    for name, column in rows._asdict().items():
        seen[name] = column
    fixes = blank(Fixes, len(seen))
    n = _follow_rows(
        state, seen, site, tag_kind, tag_floor, tag_z_m, max_speed_mps, step_ms,
        tuning.record(), fixes,
    )  # fmt: skip
    return pick(fixes, slice(n))


@jit
def _follow_rows(
    state: TrackState, seen: Any, site: Site, tag_kind: Ints, tag_floor: Ints, tag_z_m: Floats,
    max_speed_mps: Floats, step_ms: int, tuning: Any, fixes: Fixes,
) -> int:  # fmt: skip
    n, start, total = 0, 0, len(seen)
    while start < total:
        end = start + 1
        i, t, tech = seen[start].tag, seen[start].t_ms, seen[start].tech
        while same_instant(seen, end, i, t, tech):
            end += 1
        kind = tag_kind[i]
        follow_instant(
            state[i], seen, start, end, site, kind, tag_floor[i], tag_z_m[i], max_speed_mps[kind],
            tuning,
        )  # fmt: skip
        last = end == total or seen[end].tag != i
        if last or seen[end].t_ms // step_ms != t // step_ms:
            n = emit(state[i], i, fixes, n, tuning)
        start = end
    return n


@jit
def same_instant(seen: Any, k: int, tag: int, t_ms: int, tech: int) -> bool:
    """Does observation k belong to this tag, instant and technology?"""
    if k == len(seen):
        return False
    return bool(seen[k].tag == tag and seen[k].t_ms == t_ms and seen[k].tech == tech)


@jit
def emit(row: Row, i: int, fixes: Fixes, n: int, tuning: Any) -> int:
    """Append tag i's place to the fixes, if it has one; return the new count."""
    if row.phase != FOLLOWING:
        return n
    still = row.still
    fixes.tag[n], fixes.t_ms[n], fixes.still[n] = i, row.t_ms, still
    fixes.x[n] = row.hold[0] if still else row.mean[0]
    fixes.y[n] = row.hold[1] if still else row.mean[1]
    fixes.r68_m[n] = radius_of(row, tuning)
    speed = math.hypot(row.mean[2], row.mean[3])
    fixes.speed_mps[n] = 0.0 if still else speed
    fixes.still_since_ms[n] = row.still_since_ms
    fixes.blocked[n] = row.blocked
    return n + 1


def follow_places(
    state: TrackState,
    tag: Ints,
    t_ms: Ints,
    x: Floats,
    y: Floats,
    r68_m: Floats,
    site: Site,
    tag_kind: Ints,
    tag_floor: Ints,
    max_speed_mps: Floats,
    step_ms: int = 500,
    tuning: Tuning = TUNING,
) -> Fixes:
    """Take positions solved elsewhere (GNSS, AoA, another engine) into `state`.

    All (R,), sorted by tag, then time; r68_m is the provider's accuracy.
    """
    fixes = blank(Fixes, len(tag))
    n = _follow_places(
        state, tag, t_ms, x, y, r68_m, site.walls, tag_kind, tag_floor, max_speed_mps, step_ms,
        tuning.record(), fixes,
    )  # fmt: skip
    return pick(fixes, slice(n))


@jit
def _follow_places(
    state: TrackState, tag: Ints, t_ms: Ints, x: Floats, y: Floats, r68_m: Floats,
    walls: WallTable, tag_kind: Ints, tag_floor: Ints, max_speed_mps: Floats, step_ms: int,
    tuning: Any, fixes: Fixes,
) -> int:  # fmt: skip
    n = 0
    for r in range(len(tag)):
        i = tag[r]
        kind = tag_kind[i]
        follow_place(
            state[i], t_ms[r], x[r], y[r], r68_m[r], tuning.place_shared, kind, tag_floor[i],
            max_speed_mps[kind], walls, tuning,
        )  # fmt: skip
        last = r + 1 == len(tag) or tag[r + 1] != i
        if last or t_ms[r + 1] // step_ms != t_ms[r] // step_ms:
            n = emit(state[i], i, fixes, n, tuning)
    return n
