"""The anchors a tag heard lately: their last observations and their biases."""

from __future__ import annotations

from typing import Any

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.state import FIRST_BIAS, NEVER, SIZE, SLOTS, Row


@jit
def slot_of(row: Row, anchor: int, tech: int, tuning: Any) -> int:
    """Tag i's slot of an anchor and technology; the longest unheard is given up if none is free."""
    oldest = 0
    for s in range(SLOTS):
        if row.slot_anchor[s] == anchor and row.slot_tech[s] == tech:
            return s
        if row.slot_ms[s] < row.slot_ms[oldest]:
            oldest = s
    row.slot_anchor[oldest] = anchor
    row.slot_tech[oldest] = tech
    row.slot_ms[oldest] = NEVER
    reset_bias(row, oldest, tuning.bias_sd[tech])
    return oldest


@jit
def reset_bias(row: Row, slot: int, sd: float) -> None:
    """Bias 0 +- sd, uncorrelated with anything."""
    b = FIRST_BIAS + slot
    row.mean[b] = 0.0
    for k in range(SIZE):
        row.covariance[b, k] = 0.0
        row.covariance[k, b] = 0.0
    row.covariance[b, b] = sd * sd
