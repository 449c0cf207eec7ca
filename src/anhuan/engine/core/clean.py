"""Which observations may enter, and why the others may not.

The codes are those of docs/reference/contracts.md; `late` is no refusal: the row is genuine, but
the tag has already moved on.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Settings, Tech
from anhuan.engine.core.jit import jit
from anhuan.engine.core.reports import Reports
from anhuan.engine.core.track.state import NEVER

Ints = NDArray[np.int64]

REMEMBERED = 16  # last (anchor, technology, time) of each tag, to know a repeated delivery
RSSI_DBM = (-130.0, 20.0)


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
    seen_what: Ints  # (N, REMEMBERED) anchor * 4 + technology
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
    code = check_values(reports, settings.range_max_m)
    ahead = reports.t_ms > now_ms + settings.clock_ahead_ms
    behind = reports.t_ms < now_ms - settings.clock_behind_ms
    code[(code == Code.OK) & ahead] = Code.CLOCK_AHEAD
    code[(code == Code.OK) & behind] = Code.CLOCK_BEHIND
    check_order(
        state, reports.tag, reports.t_ms, reports.tech, reports.anchor, now_ms, settings.late_ms,
        settings.rows_per_tag_second, code,
    )  # fmt: skip
    return code


def check_values(reports: Reports, range_max_m: float) -> Ints:
    """NOT_FINITE and OUT_OF_RANGE by the value alone."""
    value = reports.value
    low = np.select(
        [reports.tech == Tech.TWR, reports.tech == Tech.TDOA], [0.0, -range_max_m], RSSI_DBM[0]
    )
    high = np.where(reports.tech == Tech.RSSI, RSSI_DBM[1], range_max_m)
    code = np.zeros(reports.rows, np.int64)
    with np.errstate(invalid="ignore"):
        code[(value < low) | (value > high)] = Code.OUT_OF_RANGE
    power = np.isinf(reports.rssi_dbm) | np.isinf(reports.fp_dbm)
    code[~np.isfinite(value) | power] = Code.NOT_FINITE
    return code


OK, DUPLICATE, FLOOD, LATE = Code.OK.value, Code.DUPLICATE.value, Code.FLOOD.value, Code.LATE.value


@jit
def check_order(
    state: CleanState, tag: Ints, t_ms: Ints, tech: Ints, anchor: Ints, now_ms: int, late_ms: int,
    rows_per_second: int, code: Ints,
) -> None:  # fmt: skip
    """DUPLICATE, FLOOD and LATE by what the tag sent before; rows already refused are skipped."""
    for r in range(len(tag)):
        if code[r] != OK:
            continue
        i = tag[r]
        what = anchor[r] * 4 + tech[r]
        second = t_ms[r] // 1000  # of the tag's own time: a gateway may send a buffer at once
        if state.second[i] != second:
            state.second[i] = second
            state.in_second[i] = 0
        state.in_second[i] += 1
        if repeated(state, i, what, t_ms[r]):
            code[r] = DUPLICATE
        elif state.in_second[i] > rows_per_second:
            code[r] = FLOOD
        elif t_ms[r] < state.newest_ms[i] - late_ms:
            code[r] = LATE
        else:
            at = state.seen_at[i]
            state.seen_what[i, at], state.seen_ms[i, at] = what, t_ms[r]
            state.seen_at[i] = (at + 1) % REMEMBERED
            state.newest_ms[i] = max(state.newest_ms[i], min(t_ms[r], now_ms))


@jit
def repeated(state: CleanState, i: int, what: int, t_ms: int) -> bool:
    """Did tag i already send this observation?"""
    for k in range(REMEMBERED):
        if state.seen_ms[i, k] == t_ms and state.seen_what[i, k] == what:
            return True
    return False
