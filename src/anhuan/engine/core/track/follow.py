"""The loop over observations: predict, update, start anew when nothing fits, emit fixes."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.epoch import close_epoch, count_observation
from anhuan.engine.core.track.motion import limit_speed, predict_to
from anhuan.engine.core.track.slots import slot_of
from anhuan.engine.core.track.start import place_at, start_anew, start_at_anchor
from anhuan.engine.core.track.state import FOLLOWING, NEVER, SIZE, WAITING, TrackState
from anhuan.engine.core.track.stillness import notice_stillness, radius_of
from anhuan.engine.core.track.tuning import TUNING, Tuning
from anhuan.engine.core.track.update import (
    OFFSET,
    TDOA,
    observe_anchor,
    observe_state,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Rows(NamedTuple):
    """Observations, sorted by tag, then time. All (R,)."""

    tag: Ints
    t_ms: Ints
    tech: Ints
    anchor: Ints
    value: Floats  # m, or dB of loss from 1 m for RSSI
    blocked_db: Floats  # total minus first-path power, nan where unknown


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


def empty_fixes(size: int) -> Fixes:
    """Room for `size` fixes."""
    ints = [np.empty(size, np.int64) for _ in range(4)]
    floats = [np.empty(size) for _ in range(4)]
    return Fixes(ints[0], ints[1], *floats, ints[2], ints[3])


def follow_rows(
    state: TrackState,
    rows: Rows,
    anchors: Floats,
    tag_kind: Ints,
    tag_z_m: Floats,
    max_speed_mps: Floats,
    exponent: float = 2.2,
    step_ms: int = 500,
    tuning: Tuning = TUNING,
) -> Fixes:
    """Take observations into `state` (changed in place) and return the fixes they made.

    anchors (A, 3) m; tag_kind and tag_z_m (N,) by tag; max_speed_mps (4,) by kind. Observations
    older than the tag's last are taken at the tag's own time.
    """
    fixes = empty_fixes(len(rows.tag))
    n = _follow_rows(
        state, rows, anchors, tag_kind, tag_z_m, max_speed_mps, exponent, step_ms, tuning, fixes
    )
    return Fixes(*(column[:n] for column in fixes))


@jit
def _follow_rows(
    state: TrackState, rows: Rows, anchors: Floats, tag_kind: Ints, tag_z_m: Floats,
    max_speed_mps: Floats, exponent: float, step_ms: int, tuning: Tuning, fixes: Fixes,
) -> int:  # fmt: skip
    n, start, total = 0, 0, len(rows.tag)
    while start < total:
        end = start + 1
        i, t = rows.tag[start], rows.t_ms[start]
        while end < total and rows.tag[end] == i and rows.t_ms[end] == t:
            end += 1
        kind = tag_kind[i]
        follow_instant(
            state, rows, start, end, anchors, kind, tag_z_m[i], max_speed_mps[kind], exponent,
            tuning,
        )  # fmt: skip
        last = end == total or rows.tag[end] != i
        if last or rows.t_ms[end] // step_ms != t // step_ms:
            n = emit(state, i, fixes, n, tuning)
        start = end
    return n


@jit
def follow_instant(
    state: TrackState, rows: Rows, start: int, end: int, anchors: Floats, kind: int, z_m: float,
    max_mps: float, exponent: float, tuning: Tuning,
) -> None:  # fmt: skip
    """Take the observations start..end of one tag and instant."""
    i = rows.tag[start]
    t = max(rows.t_ms[start], state.t_ms[i])
    before = state.t_ms[i]
    if t - before > tuning.forget_ms:
        state.phase[i] = WAITING
        state.first_ms[i] = t
    if state.phase[i] == FOLLOWING:
        close_epoch(state, i, t, rows.tech[start], anchors, z_m, exponent, tuning)
        predict_to(state, i, t, kind, tuning)
    state.t_ms[i] = t
    order = instant_order(state, rows, start, end, anchors, z_m)
    for k in order:
        observe_row(state, rows, start + k, t, anchors, z_m, exponent, tuning)
    if rows.tech[start] == TDOA:
        drop_offset(state, i, 0.0)
    if state.phase[i] == WAITING:
        begin(state, i, t, rows.tech[start], anchors, z_m, exponent, tuning)
    if state.phase[i] == FOLLOWING:
        limit_speed(state, i, max_mps)
        notice_stillness(state, i, t, (t - before) / 1000.0 if before > NEVER else 0.0, tuning)


@jit
def observe_row(
    state: TrackState, rows: Rows, r: int, t: int, anchors: Floats, z_m: float, exponent: float,
    tuning: Tuning,
) -> None:  # fmt: skip
    """Remember one observation in its slot; take it into the filter if the tag is followed."""
    i, tech, a = rows.tag[r], rows.tech[r], rows.anchor[r]
    slot = slot_of(state, i, a, tech, tuning)
    state.slot_ms[i, slot] = t
    state.slot_value[i, slot] = rows.value[r]
    if state.phase[i] != FOLLOWING:
        return
    over = rows.blocked_db[r] - tuning.blocked_from_db
    extra = tuning.blocked_sd_per_db * over if over > 0.0 else 0.0
    used = observe_anchor(
        state, i, slot, tech, rows.value[r], extra, anchors[a, 0], anchors[a, 1], anchors[a, 2],
        z_m, exponent, tuning,
    )  # fmt: skip
    count_observation(state, i, used)


@jit
def instant_order(
    state: TrackState, rows: Rows, start: int, end: int, anchors: Floats, z_m: float
) -> Ints:
    """Order in which one instant's rows are taken.

    TDOA: the most central residual first, because the first one fixes the sending time; the
    lower median is the centre, for blocked paths only ever add length. Otherwise as they came.
    """
    n, i = end - start, rows.tag[start]
    if rows.tech[start] != TDOA or state.phase[i] != FOLLOWING:
        return np.arange(n)
    left = np.empty(n)
    for k in range(n):
        a = rows.anchor[start + k]
        dx, dy = state.mean[i, 0] - anchors[a, 0], state.mean[i, 1] - anchors[a, 1]
        dz = z_m - anchors[a, 2]
        left[k] = rows.value[start + k] - math.sqrt(dx * dx + dy * dy + dz * dz)
    centre = np.sort(left)[(n - 1) // 2]
    drop_offset(state, i, 1e6)
    return np.argsort(np.abs(left - centre))


@jit
def drop_offset(state: TrackState, i: int, variance: float) -> None:
    """Forget the sending time: every TDOA instant has its own."""
    state.mean[i, OFFSET] = 0.0
    for k in range(SIZE):
        state.covariance[i, OFFSET, k] = 0.0
        state.covariance[i, k, OFFSET] = 0.0
    state.covariance[i, OFFSET, OFFSET] = variance


@jit
def begin(
    state: TrackState, i: int, t: int, tech: int, anchors: Floats, z_m: float, exponent: float,
    tuning: Tuning,
) -> None:  # fmt: skip
    """Try to place a tag not yet followed; after `patience_ms` take what there is."""
    if state.first_ms[i] == NEVER:
        state.first_ms[i] = t
    patient = t - state.first_ms[i] < tuning.patience_ms
    placed = start_anew(state, i, t, tech, anchors, z_m, exponent, patient, tuning)
    if not placed and not patient:
        placed = start_at_anchor(state, i, t, tech, anchors, exponent, tuning)
    if placed:
        state.hold[i, 0], state.hold[i, 1] = state.mean[i, 0], state.mean[i, 1]
        state.still[i] = 0
        state.still_since_ms[i] = t


@jit
def emit(state: TrackState, i: int, fixes: Fixes, n: int, tuning: Tuning) -> int:
    """Append tag i's place to the fixes, if it has one; return the new count."""
    if state.phase[i] != FOLLOWING:
        return n
    still = state.still[i]
    fixes.tag[n], fixes.t_ms[n], fixes.still[n] = i, state.t_ms[i], still
    fixes.x[n] = state.hold[i, 0] if still else state.mean[i, 0]
    fixes.y[n] = state.hold[i, 1] if still else state.mean[i, 1]
    fixes.r68_m[n] = radius_of(state, i, tuning)
    speed = math.hypot(state.mean[i, 2], state.mean[i, 3])
    fixes.speed_mps[n] = 0.0 if still else speed
    fixes.still_since_ms[n] = state.still_since_ms[i]
    return n + 1


def follow_places(
    state: TrackState,
    tag: Ints,
    t_ms: Ints,
    x: Floats,
    y: Floats,
    r68_m: Floats,
    tag_kind: Ints,
    max_speed_mps: Floats,
    step_ms: int = 500,
    tuning: Tuning = TUNING,
) -> Fixes:
    """Take positions solved elsewhere (GNSS, AoA, another engine) into `state`.

    All (R,), sorted by tag, then time; r68_m is the provider's accuracy.
    """
    fixes = empty_fixes(len(tag))
    n = _follow_places(
        state, tag, t_ms, x, y, r68_m, tag_kind, max_speed_mps, step_ms, tuning, fixes
    )
    return Fixes(*(column[:n] for column in fixes))


@jit
def _follow_places(
    state: TrackState, tag: Ints, t_ms: Ints, x: Floats, y: Floats, r68_m: Floats,
    tag_kind: Ints, max_speed_mps: Floats, step_ms: int, tuning: Tuning, fixes: Fixes,
) -> int:  # fmt: skip
    n = 0
    for r in range(len(tag)):
        i = tag[r]
        kind = tag_kind[i]
        follow_place(state, i, t_ms[r], x[r], y[r], r68_m[r], kind, max_speed_mps[kind], tuning)
        last = r + 1 == len(tag) or tag[r + 1] != i
        if last or t_ms[r + 1] // step_ms != t_ms[r] // step_ms:
            n = emit(state, i, fixes, n, tuning)
    return n


@jit
def follow_place(
    state: TrackState, i: int, t_ms: int, x: float, y: float, r68_m: float, kind: int,
    max_mps: float, tuning: Tuning,
) -> None:  # fmt: skip
    """Take one outside position; one too far to believe starts the tag anew after a while."""
    sd = max(r68_m, 0.05) / 1.515
    before = state.t_ms[i]
    t = max(t_ms, before)
    if t - before > tuning.forget_ms:
        state.phase[i] = WAITING
    if state.phase[i] == FOLLOWING:
        predict_to(state, i, t, kind, tuning)
    state.t_ms[i] = t
    p = state.covariance[i]
    away2 = (x - state.mean[i, 0]) ** 2 + (y - state.mean[i, 1]) ** 2
    believable = away2 <= tuning.gate**2 * (p[0, 0] + p[1, 1] + 2.0 * sd * sd)
    if state.phase[i] == FOLLOWING and believable:
        observe_state(state, i, 0, x, sd)
        observe_state(state, i, 1, y, sd)
        state.bad_epochs[i] = 0
    else:
        state.bad_epochs[i] += 1
        if state.phase[i] == WAITING or state.bad_epochs[i] >= tuning.bad_epochs:
            place_at(state, i, x, y, sd * sd, 0.0, sd * sd, tuning)
            state.hold[i, 0], state.hold[i, 1], state.still[i] = x, y, 0
            state.still_since_ms[i] = t
            return
    limit_speed(state, i, max_mps)
    notice_stillness(state, i, t, (t - before) / 1000.0, tuning)
