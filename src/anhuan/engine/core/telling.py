"""Latched conditions of pairs (zone, tag) as decisions: the last step of most rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anhuan.engine.core.decisions import Decision, Phase
from anhuan.engine.core.latch import Latches
from anhuan.engine.core.scene import Scene

Pair = tuple[str, str]  # zone id, tag id
Why = Mapping[Pair, Mapping[str, Any]]


def tell(
    rule: type[Decision],
    latches: Latches[Pair],
    holds: Mapping[Pair, int],
    scene: Scene,
    why: Why | None = None,
    delays_ms: tuple[int, int] = (0, 0),
) -> list[Decision]:
    """What `holds` (pair: since when, ms) begins and ends; `why`: the numbers of each pair.

    `delays_ms`: how long it must hold to begin, and be gone to end.
    """
    raised, cleared = latches.step(holds, scene.now_ms, *delays_ms)
    reasons = why or {}
    return [
        rule(phase=phase, onset_ms=onset, at_ms=scene.now_ms,
             inputs={"since_ms": onset, **reasons.get(key, {})}, **scene.about(*key))
        for phase, keys in ((Phase.RAISED, raised), (Phase.CLEARED, cleared))
        for key, onset in keys
    ]  # fmt: skip
