"""The filter's memory of N tags as a structure of arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.blob import pack, unpack

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SLOTS = 8  # anchors remembered per tag
FIRST_BIAS = 5  # 0 x, 1 y, 2 vx, 3 vy, 4 offset
SIZE = FIRST_BIAS + SLOTS
NEVER = np.iinfo(np.int64).min // 2

WAITING, FOLLOWING = 0, 1


class TrackState(NamedTuple):
    """All arrays have N rows, one a tag. Times are epoch milliseconds."""

    phase: Ints  # WAITING | FOLLOWING
    t_ms: Ints  # of the last observation
    first_ms: Ints  # of the first observation since WAITING
    mean: Floats  # (N, SIZE) m, m/s, m or dB
    covariance: Floats  # (N, SIZE, SIZE)
    slot_anchor: Ints  # (N, SLOTS), -1 empty
    slot_tech: Ints  # (N, SLOTS)
    slot_ms: Ints  # (N, SLOTS)
    slot_value: Floats  # (N, SLOTS)
    epoch_ms: Ints  # start of the running epoch
    epoch_seen: Ints
    epoch_rejected: Ints
    bad_epochs: Ints  # in a row
    bad_since_ms: Ints
    still: Ints  # 0 moving, 1 still
    still_since_ms: Ints  # since when it has stayed about the hold place
    hold: Floats  # (N, 2) m
    misfit: Floats  # smoothed squared standardised innovation, 1 when the model fits


def new_state(tags: int) -> TrackState:
    """Memory of `tags` tags nothing is known of."""
    zeros = lambda: np.zeros(tags, np.int64)  # noqa: E731
    never = lambda *more: np.full((tags, *more), NEVER, np.int64)  # noqa: E731
    return TrackState(
        phase=zeros(),
        t_ms=never(),
        first_ms=never(),
        mean=np.zeros((tags, SIZE)),
        covariance=np.zeros((tags, SIZE, SIZE)),
        slot_anchor=np.full((tags, SLOTS), -1, np.int64),
        slot_tech=np.zeros((tags, SLOTS), np.int64),
        slot_ms=never(SLOTS),
        slot_value=np.zeros((tags, SLOTS)),
        epoch_ms=never(),
        epoch_seen=zeros(),
        epoch_rejected=zeros(),
        bad_epochs=zeros(),
        bad_since_ms=never(),
        still=zeros(),
        still_since_ms=never(),
        hold=np.zeros((tags, 2)),
        misfit=np.ones(tags),
    )


def dump_state(state: TrackState) -> bytes:
    """The whole memory as one blob; `load_state` gives back exactly the same bits."""
    return pack(state._asdict())


def load_state(blob: bytes) -> TrackState:
    """Undo `dump_state`."""
    arrays, _ = unpack(blob)
    return TrackState(**arrays)


def rearranged(state: TrackState, tag_from: Ints, anchor_to: Ints) -> TrackState:
    """The memory for another tag list: new row i is old row tag_from[i], -1 a tag unknown so far.

    anchor_to (A_old,): new number of each old anchor, -1 if it is gone.
    """
    fresh = new_state(len(tag_from))
    known = tag_from >= 0
    for new, old in zip(fresh, state, strict=True):
        new[known] = old[tag_from[known]]
    taken = fresh.slot_anchor >= 0
    fresh.slot_anchor[taken] = anchor_to[fresh.slot_anchor[taken]]
    return fresh
