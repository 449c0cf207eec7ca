"""On which floor a tag is: its anchors vote, near and clear ones louder, and a change must last.

Three seconds are allowed for the switch (AQ 3064.3-2025 7.2.4): votes fade in 1.5 s and a new
floor must lead clearly for 0.8 s. Where stairs and lifts are known, the floor changes only there:
elsewhere votes through a slab must lead for long before they are believed against the map.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.follow import Rows
from anhuan.engine.core.track.state import FOLLOWING, NEVER, TrackState
from anhuan.engine.core.track.update import PROXIMITY
from anhuan.engine.core.walls import PassageTable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FADE_MS = 1_500.0
LEAD = 1.3  # times the present floor's votes
LEAD_MS = 800
AWAY_LEAD_MS = 15_000  # far from every known stair: the map may lack one
NEAR_STAIR_M = 5.0  # one has walked on before the votes have turned
BESIDE_M = 5.0  # a building's floors are believed so far outside its box
NEAR_M = 10.0  # a quarter of the weight at this distance
BLOCKED_DB = 4.0  # half the weight this far above a clear path's power difference
CLEAR_DB = 1.5
OUTSIDE_WEIGHT = 5.0  # of a provider that says the floor itself


class FloorState(NamedTuple):
    """N tags, F floors (dense, in the order of Settings.floor_z_m)."""

    floor: Ints  # (N,) -1 not known
    votes: Floats  # (N, F)
    t_ms: Ints  # (N,)
    rival: Ints  # (N,) floor that leads now, -1 none
    rival_since_ms: Ints  # (N,)


def new_floors(tags: int, floors: int) -> FloorState:
    """No floor known yet."""
    return FloorState(
        np.full(tags, -1, np.int64),
        np.zeros((tags, floors)),
        np.full(tags, NEVER, np.int64),
        np.full(tags, -1, np.int64),
        np.full(tags, NEVER, np.int64),
    )


@jit
def vote_rows(
    state: FloorState, rows: Rows, anchor_floor: Ints, exponent: float, passages: PassageTable,
    track: TrackState,
) -> None:  # fmt: skip
    """Let accepted observations (sorted by tag, time) vote; anchor_floor (A,) dense."""
    for r in range(len(rows.tag)):
        far = rows.value[r]
        if rows.tech[r] == 2:
            far = 10.0 ** (far / (10.0 * exponent))
        elif rows.tech[r] == PROXIMITY:
            far = 0.0
        elif rows.tech[r] != 0:
            far = NEAR_M  # a difference or an angle does not say how near
        weight = 1.0 / (1.0 + (far / NEAR_M) ** 2) ** 2  # one near anchor against many far ones
        over = rows.blocked_db[r] - CLEAR_DB
        if over > 0.0:
            weight /= 1.0 + (over / BLOCKED_DB) ** 2
        vote(state, rows.tag[r], rows.t_ms[r], anchor_floor[rows.anchor[r]], weight)
        last = r + 1 == len(rows.tag) or rows.tag[r + 1] != rows.tag[r]
        if last or rows.t_ms[r + 1] != rows.t_ms[r]:
            decide(state, rows.tag[r], passages, track)


@jit
def vote_places(
    state: FloorState, tag: Ints, t_ms: Ints, floor: Ints, passages: PassageTable,
    track: TrackState,
) -> None:  # fmt: skip
    """Let positions that name a dense floor (not -1) vote."""
    for r in range(len(tag)):
        if floor[r] >= 0:
            vote(state, tag[r], t_ms[r], floor[r], OUTSIDE_WEIGHT)
            decide(state, tag[r], passages, track)


@jit
def vote(state: FloorState, i: int, t_ms: int, floor: int, weight: float) -> None:
    """Add one vote; older ones fade."""
    dt = t_ms - state.t_ms[i]
    if dt > 0:
        keep = math.exp(-dt / FADE_MS)
        for f in range(state.votes.shape[1]):
            state.votes[i, f] *= keep
        state.t_ms[i] = t_ms
    state.votes[i, floor] += weight


@jit
def decide(state: FloorState, i: int, passages: PassageTable, track: TrackState) -> None:
    """Take the leading floor once it has led long enough. One that no building here has must be
    left, whoever votes for it: tags far off are heard through the air from every storey."""
    best, now = leading(state, i, passages, track), state.floor[i]
    if now < 0:
        state.floor[i] = best
        return
    is_here = exists(passages, track[i], now)
    if best == now or (is_here and state.votes[i, best] < LEAD * state.votes[i, now]):
        state.rival[i] = -1
    elif state.rival[i] != best:
        state.rival[i], state.rival_since_ms[i] = best, state.t_ms[i]
    else:
        may = not is_here or may_change(passages, track[i], now, best)
        wait_ms = LEAD_MS if may else AWAY_LEAD_MS
        if state.t_ms[i] - state.rival_since_ms[i] >= wait_ms:
            state.floor[i], state.rival[i] = best, -1


@jit
def leading(state: FloorState, i: int, passages: PassageTable, track: TrackState) -> int:
    """The floor with most votes of those that exist where the tag is."""
    best = -1
    for f in range(state.votes.shape[1]):
        more = best < 0 or state.votes[i, f] > state.votes[i, best]
        if more and exists(passages, track[i], f):
            best = f
    return max(best, 0)


@jit
def exists(passages: PassageTable, row: Any, floor: int) -> bool:
    """Has a building near the tag this floor? True where none is known to have it."""
    if row.phase != FOLLOWING:
        return True
    near = BESIDE_M + math.sqrt(max(row.covariance[0, 0] + row.covariance[1, 1], 0.0))
    x, y, known = row.mean[0], row.mean[1], False
    for s in range(len(passages.box)):
        if not passages.has[s, floor]:
            continue
        known = True
        away_x = max(passages.box[s, 0] - x, x - passages.box[s, 2])
        away_y = max(passages.box[s, 1] - y, y - passages.box[s, 3])
        if max(away_x, away_y) <= near:
            return True
    return not known


@jit
def may_change(passages: PassageTable, row: Any, now: int, to: int) -> bool:
    """Is the tag near a passage between two floors, or is none known for the one it is on?"""
    spread = NEAR_STAIR_M + math.sqrt(max(row.covariance[0, 0] + row.covariance[1, 1], 0.0))
    constrained = False
    for p in range(len(passages.place)):
        if not passages.joins[p, now]:
            continue
        constrained = True
        away = math.hypot(row.mean[0] - passages.place[p, 0], row.mean[1] - passages.place[p, 1])
        if passages.joins[p, to] and away <= passages.place[p, 2] + spread:
            return True
    return not constrained or row.phase != FOLLOWING
