"""How long alarms may take to come in a test, by family of kinds, and what may be set."""

from collections.abc import Iterator, Mapping
from typing import Any

from anhuan.kernel.errors import Blocker

# Crowding must last over a minute before it is one (AQ 3064.3 3.5); crossings within 5 s (5.2.4).
USUAL_S: dict[str, float] = {
    "crowd": 65.0, "boundary": 5.0, "over_count": 5.0, "under_count": 5.0, "sos": 5.0,
    "intruder": 5.0, "worker_left": 5.0, "near_high_risk": 5.0,
}  # fmt: skip


def thresholds(given: Mapping[str, Any]) -> dict[str, Any]:
    """The usual ones with those given laid over."""
    return {**USUAL_S, **given}


def threshold_blockers(
    within_s: Mapping[str, Any], sample_s: float, miss_pct: float, false_pct: float
) -> Iterator[Blocker]:
    """Nonsense in a test's thresholds; the standard allows stricter ones, never milder."""
    for kind, value in within_s.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 3600:
            yield Blocker("bad_within", f"{kind} 的报警应到时间应为 0 到 3600 s")
    if not 0 < sample_s <= 5:
        yield Blocker("bad_sample", "采样间隔应大于 0、不超过 5 s", "AQ 3064.3-2025 A.4")
    if not 0 < miss_pct <= 10:
        yield Blocker("bad_miss_limit", "漏报率限值不能大于 10 %", "AQ 3064.3-2025 7.3.2")
    if not 0 < false_pct <= 15:
        yield Blocker("bad_false_limit", "误报率限值不能大于 15 %", "AQ 3064.3-2025 7.3.2")
