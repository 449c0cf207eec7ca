"""Tags not heard for too long, and when a silent one stops counting."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Settings
from anhuan.engine.core.decisions import Decision, Phase, SignalLost
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.track.state import NEVER

Ints = NDArray[np.int64]

UNKNOWN, LIVE, STILL, STALE, LOST = range(5)
NAMES = ("unknown", "live", "still", "stale", "lost")


@dataclass(slots=True)
class SilenceState:
    """Tags told to be lost; keys are tag ids as text."""

    lost: Latches[str] = field(default_factory=Latches)


def tag_states(heard_ms: Ints, still: Ints, now_ms: int, settings: Settings) -> Ints:
    """(N,) UNKNOWN never heard, LIVE, STILL, STALE late, LOST silent for long."""
    age = now_ms - heard_ms
    state = np.where(still == 1, STILL, LIVE)
    state[age > settings.stale_after_ms] = STALE
    state[age > settings.lost_after_ms] = LOST
    state[heard_ms == NEVER] = UNKNOWN
    return state


def step(state: SilenceState, scene: Scene, settings: Settings) -> list[Decision]:
    """Raise when a tag has been silent for longer than `lost_after_ms`; clear when it speaks."""
    silent = (scene.heard_ms != NEVER) & (scene.now_ms - scene.heard_ms > settings.lost_after_ms)
    lost = np.flatnonzero(silent).tolist()
    onset = {str(scene.tags[k].id): int(scene.heard_ms[k]) + settings.lost_after_ms for k in lost}
    raised, cleared = state.lost.step(onset, scene.now_ms)
    return [
        SignalLost(phase=phase, onset_ms=began, at_ms=scene.now_ms,
                   inputs={"lost_after_ms": settings.lost_after_ms}, **scene.about(None, key))
        for phase, keys in ((Phase.RAISED, raised), (Phase.CLEARED, cleared))
        for key, began in keys
    ]  # fmt: skip
