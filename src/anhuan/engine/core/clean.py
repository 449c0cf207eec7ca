"""Which observations may enter, and why the others may not.

The codes are those of docs/reference/contracts.md; `late` is no refusal: the row is genuine, but
the tag has already moved on.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Settings, Tech
from anhuan.engine.core.jit import jit
from anhuan.engine.core.reports import Places, Reports
from anhuan.engine.core.track.state import NEVER

Ints = NDArray[np.int64]

TECHS = len(Tech)
REMEMBERED = 16  # last (anchor, technology, time) of each tag, to know a repeated delivery
LOWEST_DBM, HIGHEST_DBM = -130.0, 20.0


class Code(IntEnum):
    """Why a row was not taken; OK is taken."""

    OK = 0
    NOT_FINITE = 1
    OUT_OF_RANGE = 2
    CLOCK_AHEAD = 3
    CLOCK_BEHIND = 4
    DUPLICATE = 5
    FLOOD = 6
    LATE = 7

    @property
    def text(self) -> str:
        """The code as written to the dead-letter table."""
        return self.name.lower()


class CleanState(NamedTuple):
    """What a tag sent lately. N tags."""

    newest_ms: Ints  # (N,)
    seen_what: Ints  # (N, REMEMBERED) anchor * TECHS + technology
    seen_ms: Ints  # (N, REMEMBERED)
    seen_at: Ints  # (N,) next place in the ring
    second: Ints  # (N,) running second of the tag's own time
    in_second: Ints  # (N,) rows in it


def new_clean(tags: int) -> CleanState:
    """Nothing received yet."""
    return CleanState(
        np.full(tags, NEVER, np.int64),
        np.full((tags, REMEMBERED), -1, np.int64),
        np.full((tags, REMEMBERED), NEVER, np.int64),
        np.zeros(tags, np.int64),
        np.full(tags, NEVER, np.int64),
        np.zeros(tags, np.int64),
    )


def clean(state: CleanState, reports: Reports, now_ms: int, settings: Settings) -> Ints:
    """A `Code` for each row (R,), in the order given; `state` remembers the accepted ones."""
    code = np.empty(reports.rows, np.int64)
    ahead_ms, behind_ms = now_ms + settings.clock_ahead_ms, now_ms - settings.clock_behind_ms
    _clean(
        state, reports, now_ms, ahead_ms, behind_ms, settings.late_ms, settings.range_max_m,
        settings.rows_per_tag_second, code,
    )  # fmt: skip
    return code


OK, NOT_FINITE, OUT_OF_RANGE = Code.OK.value, Code.NOT_FINITE.value, Code.OUT_OF_RANGE.value
AHEAD, BEHIND = Code.CLOCK_AHEAD.value, Code.CLOCK_BEHIND.value
DUPLICATE, FLOOD, LATE = Code.DUPLICATE.value, Code.FLOOD.value, Code.LATE.value
TWR, RSSI = Tech.TWR.value, Tech.RSSI.value
AZIMUTH, ELEVATION = Tech.AZIMUTH.value, Tech.ELEVATION.value


@jit
def _clean(
    state: CleanState, reports: Reports, now_ms: int, ahead_ms: int, behind_ms: int, late_ms: int,
    range_max_m: float, rows_per_second: int, code: Ints,
) -> None:  # fmt: skip
    for r in range(len(code)):
        t_ms, tech = reports.t_ms[r], reports.tech[r]
        code[r] = code_of_value(
            tech, reports.value[r], reports.rssi_dbm[r], reports.fp_dbm[r], range_max_m
        )
        if code[r] == OK and t_ms > ahead_ms:
            code[r] = AHEAD
        if code[r] == OK and t_ms < behind_ms:
            code[r] = BEHIND
        if code[r] == OK:
            what = reports.anchor[r] * TECHS + tech
            code[r] = code_of_order(
                state, reports.tag[r], what, t_ms, now_ms, late_ms, rows_per_second
            )


@jit
def code_of_value(
    tech: int, value: float, rssi_dbm: float, fp_dbm: float, range_max_m: float
) -> int:
    """NOT_FINITE and OUT_OF_RANGE, by the numbers alone; a power of nan was not measured."""
    if not math.isfinite(value) or math.isinf(rssi_dbm) or math.isinf(fp_dbm):
        return NOT_FINITE
    if tech == RSSI:
        return OK if LOWEST_DBM <= value <= HIGHEST_DBM else OUT_OF_RANGE
    if tech == TWR:
        return OK if 0.0 <= value <= range_max_m else OUT_OF_RANGE
    most = range_max_m
    if tech == AZIMUTH:
        most = 360.0
    elif tech == ELEVATION:
        most = 90.0
    return OK if abs(value) <= most else OUT_OF_RANGE


@jit
def code_of_order(
    state: CleanState, i: int, what: int, t_ms: int, now_ms: int, late_ms: int,
    rows_per_second: int,
) -> int:  # fmt: skip
    """DUPLICATE, FLOOD and LATE, by what tag i sent before; what is accepted is remembered."""
    second = t_ms // 1000  # of the tag's own time: a gateway may send a buffer at once
    if state.second[i] != second:
        state.second[i] = second
        state.in_second[i] = 0
    state.in_second[i] += 1
    if repeated(state, i, what, t_ms):
        return DUPLICATE
    if state.in_second[i] > rows_per_second:
        return FLOOD
    if t_ms < state.newest_ms[i] - late_ms:
        return LATE
    at = state.seen_at[i]
    state.seen_what[i, at], state.seen_ms[i, at] = what, t_ms
    state.seen_at[i] = (at + 1) % REMEMBERED
    state.newest_ms[i] = max(state.newest_ms[i], min(t_ms, now_ms))
    return OK


@jit
def repeated(state: CleanState, i: int, what: int, t_ms: int) -> bool:
    """Did tag i already send this observation?"""
    for k in range(REMEMBERED):
        if state.seen_ms[i, k] == t_ms and state.seen_what[i, k] == what:
            return True
    return False


def clean_places(places: Places, newest_ms: Ints, now_ms: int, settings: Settings) -> Ints:
    """A `Code` for each outside position (R,); newest_ms (R,): when its tag was last heard."""
    code = np.zeros(len(places.tag), np.int64)
    t_ms = places.t_ms
    code[np.minimum(t_ms, now_ms) < newest_ms - settings.late_ms] = LATE
    code[t_ms == newest_ms] = DUPLICATE
    code[t_ms < now_ms - settings.clock_behind_ms] = BEHIND
    code[t_ms > now_ms + settings.clock_ahead_ms] = AHEAD
    far = np.maximum(np.abs(places.x), np.abs(places.y)) > settings.place_max_m
    code[far | (places.r68_m < 0.0)] = OUT_OF_RANGE
    code[~np.isfinite(places.x + places.y + places.r68_m)] = NOT_FINITE
    return code
