"""The filter's memory of N tags: one array of fixed-size records, so one blob of bytes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.blob import pack, unpack

Ints = NDArray[np.int64]
TrackState = NDArray[np.void]  # (N,) of TRACK
Row = Any  # one record of it, as compiled code sees it

SLOTS = 8  # anchors remembered per tag
FIRST_BIAS = 5  # mean: 0 x, 1 y, 2 vx, 3 vy, 4 sending time (m), then one bias a slot
SIZE = FIRST_BIAS + SLOTS
NEVER = np.iinfo(np.int64).min // 2

WAITING, FOLLOWING = 0, 1

TRACK = np.dtype(
    [
        ("phase", "i8"),  # WAITING | FOLLOWING
        ("t_ms", "i8"),  # of the last observation
        ("first_ms", "i8"),  # of the first observation since WAITING
        ("mean", "f8", (SIZE,)),  # m, m/s, m or dB
        ("covariance", "f8", (SIZE, SIZE)),
        ("slot_anchor", "i8", (SLOTS,)),  # -1 empty
        ("slot_tech", "i8", (SLOTS,)),
        ("slot_ms", "i8", (SLOTS,)),
        ("slot_value", "f8", (SLOTS,)),
        ("epoch_ms", "i8"),  # start of the running epoch
        ("epoch_seen", "i8"),
        ("epoch_rejected", "i8"),
        ("bad_epochs", "i8"),  # in a row
        ("bad_since_ms", "i8"),
        ("still", "i8"),  # 0 moving, 1 still
        ("still_since_ms", "i8"),  # since when it has stayed about the hold place
        ("hold", "f8", (2,)),  # m
        ("bad_places", "i8"),  # outside positions not believed, in a row
        ("used_ms", "i8"),  # when an observation of an anchor was last used
        ("common_m2", "f8"),  # variance of an error that repeated places share
        ("misfit", "f8"),  # smoothed squared standardised innovation, 1 when the model fits
        ("blocked", "f8"),  # smoothed share of their weight that observations lost, 0..1
    ],
    align=True,
)


def new_state(tags: int) -> TrackState:
    """Memory of `tags` tags nothing is known of."""
    state = np.zeros(tags, TRACK)
    for name in (
        "t_ms",
        "first_ms",
        "slot_ms",
        "epoch_ms",
        "bad_since_ms",
        "still_since_ms",
        "used_ms",
    ):
        state[name] = NEVER
    state["slot_anchor"] = -1
    state["misfit"] = 1.0
    return state


def dump_state(state: TrackState) -> bytes:
    """The whole memory as one blob; `load_state` gives back exactly the same bits."""
    return pack({"track": bytes_of(state)})


def load_state(blob: bytes) -> TrackState:
    """Undo `dump_state`."""
    return state_from(unpack(blob)[0]["track"])


def bytes_of(state: TrackState) -> NDArray[np.uint8]:
    """The memory as plain bytes (N, record size)."""
    return np.ascontiguousarray(state).view(np.uint8).reshape(len(state), TRACK.itemsize)


OLDEST = TRACK.fields["blocked"][1]  # type: ignore[index]  # bytes of a record before `blocked`


def state_from(table: NDArray[np.uint8]) -> TrackState:
    """Undo `bytes_of`; older records grow. ValueError if they are of another shape."""
    if table.ndim != 2 or table.shape[1] not in (OLDEST, TRACK.itemsize):
        raise ValueError("track memory of another version")
    whole = bytes_of(new_state(len(table))).copy()
    whole[:, : table.shape[1]] = table
    return whole.view(TRACK).reshape(len(table)).copy()


def rearranged(state: TrackState, tag_from: Ints, anchor_to: Ints) -> TrackState:
    """The memory for another tag list: new row i is old row tag_from[i], -1 a tag unknown so far.

    anchor_to (A_old,): new number of each old anchor, -1 if it is gone.
    """
    fresh = new_state(len(tag_from))
    known = tag_from >= 0
    fresh[known] = state[tag_from[known]]
    taken = fresh["slot_anchor"] >= 0
    fresh["slot_anchor"][taken] = anchor_to[fresh["slot_anchor"][taken]]
    return fresh
