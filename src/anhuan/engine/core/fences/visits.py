"""Who entered and left which zone, without ringing at the edge.

A tag enters with its first fix that is as deep inside as the zone wants. It leaves when it has
been further outside than the zone allows for `leave_after_ms`; the time of leaving is the first of
those fixes. So noise at an edge makes one visit, not twenty, and noise between the two makes none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.fences.compiled import CompiledZones
from anhuan.engine.core.fences.membership import NEAR_MAX, smallest_area, zones_near
from anhuan.engine.core.jit import jit
from anhuan.engine.core.tables import blank, join, pick
from anhuan.engine.core.track.state import NEVER

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OPEN_MAX = 32  # zones one tag can be in at once
ENTER, LEAVE = 1, 0
ROOM = OPEN_MAX + NEAR_MAX  # events one fix can make at most


class VisitState(NamedTuple):
    """Open visits of N tags, OPEN_MAX places each, and each tag's smallest area."""

    zone: Ints  # (N, OPEN_MAX) -1 free
    entered_ms: Ints  # (N, OPEN_MAX)
    outside_ms: Ints  # (N, OPEN_MAX) first fix outside, NEVER while inside
    area: Ints  # (N,) -1 none


class Visits(NamedTuple):
    """Enterings and leavings in order of tag and time; all (V,)."""

    tag: Ints
    zone: Ints
    what: Ints  # ENTER | LEAVE
    t_ms: Ints  # when it happened
    entered_ms: Ints  # when that visit began
    x: Floats  # where the tag was seen then
    y: Floats


def new_visits(tags: int) -> VisitState:
    """Nobody is anywhere."""
    shape = (tags, OPEN_MAX)
    return VisitState(
        np.full(shape, -1, np.int64),
        np.full(shape, NEVER, np.int64),
        np.full(shape, NEVER, np.int64),
        np.full(tags, -1, np.int64),
    )


def follow_visits(
    state: VisitState,
    zones: CompiledZones,
    tag: Ints,
    t_ms: Ints,
    x: Floats,
    y: Floats,
    z: Floats,
    floor: Ints,
    leave_after_ms: int = 2_000,
) -> tuple[Visits, Ints]:
    """Take fixes (R,), each tag's in time order; `state` is changed in place.

    Returns the events and the smallest area of each fix (R,), -1 for none.
    """
    out = blank(Visits, ROOM + 2 * len(tag))
    area = np.empty(len(tag), np.int64)
    parts, row = [blank(Visits)], 0
    while row < len(tag):
        n, row = _follow_visits(
            state, zones, tag, t_ms, x, y, z, floor, leave_after_ms, out, area, row
        )  # fmt: skip
        parts.append(pick(out, np.arange(n)))
    return join(parts), area


@jit
def _follow_visits(
    state: VisitState, zones: CompiledZones, tag: Ints, t_ms: Ints, x: Floats, y: Floats,
    z: Floats, floor: Ints, leave_after_ms: int, out: Visits, area: Ints, row: int,
) -> tuple[int, int]:  # fmt: skip
    """Take rows from `row` on while `out` has room; return events written and the next row."""
    near, depth = np.empty(NEAR_MAX, np.int64), np.empty(NEAR_MAX)
    n = 0
    while row < len(tag) and n + ROOM <= len(out.tag):
        i, t = tag[row], t_ms[row]
        count = zones_near(zones, x[row], y[row], z[row], floor[row], zones.reach_m, near, depth)
        state.area[i] = area[row] = smallest_area(zones, near, depth, count)
        mark_outside(state, zones, i, t, near, depth, count)
        n = close_left(state, i, t, x[row], y[row], leave_after_ms, out, n)
        for k in range(count):
            if depth[k] >= 0.0 and depth[k] >= zones.zone_enter_m[near[k]]:
                n = open_visit(state, i, near[k], t, x[row], y[row], out, n)
        row += 1
    return n, row


@jit
def mark_outside(
    state: VisitState, zones: CompiledZones, i: int, t_ms: int, near: Ints, depth: Floats,
    count: int,
) -> None:  # fmt: skip
    """Note for each open visit of tag i since when no fix was near its zone."""
    for s in range(OPEN_MAX):
        inside = False
        for k in range(count):
            is_near = depth[k] >= -zones.zone_leave_m[near[k]]
            inside = inside or (is_near and near[k] == state.zone[i, s])
        if inside:
            state.outside_ms[i, s] = NEVER
        elif state.outside_ms[i, s] == NEVER:
            state.outside_ms[i, s] = t_ms


@jit
def close_left(
    state: VisitState, i: int, t_ms: int, x: float, y: float, leave_after_ms: int, out: Visits,
    n: int,
) -> int:  # fmt: skip
    """Close tag i's visits that are long enough outside at `t_ms`; return the event count."""
    for s in range(OPEN_MAX):
        since = state.outside_ms[i, s]
        if state.zone[i, s] >= 0 and since != NEVER and t_ms - since >= leave_after_ms:
            n = close_visit(state, i, s, since, x, y, out, n)
    return n


def close_silent(
    state: VisitState, tags: Ints, t_ms: Ints, x: Floats, y: Floats, leave_after_ms: int
) -> Visits:
    """Close what `tags` (R,) left before falling silent, at time t_ms (R,), last seen at x, y.

    leave_after_ms < 0 closes every open visit of theirs at t_ms: the tag is given up.
    """
    out = blank(Visits, OPEN_MAX * len(tags))
    n = _close_silent(state, tags, t_ms, x, y, leave_after_ms, out)
    return pick(out, slice(n))


@jit
def _close_silent(
    state: VisitState, tags: Ints, t_ms: Ints, x: Floats, y: Floats, leave_after_ms: int,
    out: Visits,
) -> int:  # fmt: skip
    n = 0
    for r in range(len(tags)):
        i = tags[r]
        if leave_after_ms < 0:
            mark_all_outside(state, i, t_ms[r])
            state.area[i] = -1
        n = close_left(state, i, t_ms[r], x[r], y[r], leave_after_ms, out, n)
    return n


@jit
def mark_all_outside(state: VisitState, i: int, t_ms: int) -> None:
    """As if tag i were seen nowhere near at `t_ms`."""
    for s in range(OPEN_MAX):
        if state.outside_ms[i, s] == NEVER:
            state.outside_ms[i, s] = t_ms


@jit
def open_visit(
    state: VisitState, i: int, zone: int, t_ms: int, x: float, y: float, out: Visits, n: int
) -> int:
    """Begin a visit unless it is open already."""
    free = -1
    for s in range(OPEN_MAX):
        if state.zone[i, s] == zone:
            return n
        if state.zone[i, s] < 0 and free < 0:
            free = s
    if free < 0:
        return n
    state.zone[i, free], state.entered_ms[i, free] = zone, t_ms
    state.outside_ms[i, free] = NEVER
    return write(out, n, i, zone, ENTER, t_ms, t_ms, x, y)


@jit
def close_visit(
    state: VisitState, i: int, s: int, t_ms: int, x: float, y: float, out: Visits, n: int
) -> int:
    """End the visit in place s of tag i at t_ms."""
    zone, entered = state.zone[i, s], state.entered_ms[i, s]
    state.zone[i, s], state.outside_ms[i, s] = -1, NEVER
    return write(out, n, i, zone, LEAVE, t_ms, entered, x, y)


@jit
def write(
    out: Visits, n: int, i: int, zone: int, what: int, t_ms: int, entered_ms: int, x: float,
    y: float,
) -> int:  # fmt: skip
    """Append one event; return the new count."""
    out.tag[n], out.zone[n], out.what[n] = i, zone, what
    out.t_ms[n], out.entered_ms[n] = t_ms, entered_ms
    out.x[n], out.y[n] = x, y
    return n + 1
