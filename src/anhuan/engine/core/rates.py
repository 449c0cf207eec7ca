"""How often a tag should report: seldom at rest, often on the move or where it matters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.track.state import NEVER

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RateRules:
    """AQ 3064.3-2025 7.2.1: the slower rate is still at least 30 a minute (checked when set)."""

    slow_after_ms: int = 60_000
    slow_every_ms: int = 2_000
    fast_every_ms: int = 1_000


def wanted_every_ms(
    still: Ints, still_since_ms: Ints, urgent: Mask, now_ms: int, rules: RateRules
) -> Ints:
    """(N,) ms between two reports of each tag. urgent: in an alarm or a high-risk area."""
    rests = (still == 1) & (still_since_ms != NEVER)
    rests &= now_ms - still_since_ms > rules.slow_after_ms
    return np.where(rests & ~urgent, rules.slow_every_ms, rules.fast_every_ms)


def scalar_every_ms(
    still: bool, still_since_ms: int, urgent: bool, now_ms: int, rules: RateRules
) -> int:
    """The same rule for one tag, as one would say it; tests hold both together."""
    if urgent or not still:
        return rules.fast_every_ms
    return (
        rules.slow_every_ms
        if now_ms - still_since_ms > rules.slow_after_ms
        else (rules.fast_every_ms)
    )
