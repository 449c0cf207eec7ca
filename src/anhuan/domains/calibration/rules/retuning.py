"""What an alarm test may be tried with anew: the engine's own thresholds, within what is sane."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.calibration.rules.alarm_tests import Staged, family
from anhuan.kernel.errors import Blocker

RUNS_MAX = 8  # of one session, side by side on a page
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Threshold:
    """One figure the rules go by. low, high None: yes or no."""

    label: str
    usual: float | bool
    low: float | None = None
    high: float | None = None
    unit: str = ""


# AQ 3064.3-2025 3.4: a gathering is within 15 m for over a minute, so no milder than that.
THRESHOLDS: dict[str, Threshold] = {
    "crowd_radius_m": Threshold("聚集半径", 15.0, 1.0, 15.0, "m"),
    "crowd_longer_than_s": Threshold("聚集时长超过", 60.0, 1.0, 60.0, "s"),
    "over_at_limit": Threshold("达到限员即报警", True),
    "count_on_after_s": Threshold("超员、缺员持续", 1.0, 0.0, 60.0, "s"),
    "leave_distance_m": Threshold("离开边界的距离", 0.5, 0.0, 20.0, "m"),
    "leave_after_s": Threshold("离开边界持续", 2.0, 0.0, 60.0, "s"),
    "near_after_s": Threshold("接近高风险区持续", 2.0, 0.0, 60.0, "s"),
}
# Rules that judge positions; keys and detectors are not in a track.
REPLAYED = frozenset({
    "crowd", "boundary", "over_count", "under_count", "overstay", "still", "near_high_risk",
    "intruder", "worker_left", "overspeed",
})  # fmt: skip


def tuning_blockers(tuning: Mapping[str, Any]) -> Iterator[Blocker]:
    """Figures that are none, or milder than the standard."""
    for name, value in tuning.items():
        known = THRESHOLDS.get(name)
        if known is None:
            yield Blocker("bad_threshold", f"没有参数 {name}")
        elif not _is_sane(known, value):
            span = "是或否" if known.low is None else f"{known.low:g}–{known.high:g} {known.unit}"
            yield Blocker("bad_threshold", f"{known.label}应为{span}")


def _is_sane(known: Threshold, value: Any) -> bool:
    if known.low is None or known.high is None:
        return isinstance(value, bool)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and known.low <= value <= known.high


def run_blockers(
    runs: int, staged: int, since: datetime, until: datetime, sealed_until: datetime
) -> Iterator[Blocker]:
    """Reasons against computing another run now."""
    if runs >= RUNS_MAX:
        yield Blocker("too_many_runs", f"一次测试最多试算 {RUNS_MAX} 组参数")
    if not staged:
        yield Blocker("no_events", "还没有结束的模拟事件可供比对")
    if until - since > LONGEST:
        yield Blocker("too_long", "测试超过 12 小时，无法试算")
    if until > sealed_until:
        wait = -(-(until - sealed_until).total_seconds() // 60)
        text = f"轨迹还没有封存，请在约 {wait:.0f} 分钟后再试算"
        yield Blocker("not_sealed", text)


def replayable(staged: Sequence[Staged]) -> list[Staged]:
    """The events whose alarms tracks alone can raise."""
    return [one for one in staged if family(one.kind) in REPLAYED]
