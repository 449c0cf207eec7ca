"""A tag walked along surveyed points: which fix counts, how far it is off (AQ 3064.3-2025 A.3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from anhuan.kernel.errors import Blocker

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Place = tuple[float, float]

READ_AFTER_MS, READ_UNTIL_MS = 5_000, 10_000  # A.3.2 f, g: after the stop began
VALID_SHARE = 0.95  # A.3.2 g: more than that
LENGTH_M, STOPS, PACE_MPS = 500.0, 100, 1.0  # A.3.2 b, e
FASTEST_MPS = 4.0  # nobody on foot; a time was noted wrongly


@dataclass(frozen=True, slots=True)
class Step:
    """Being at a point of the route from `at` on, plant metres."""

    at: datetime
    x_m: float
    y_m: float


def stop_fix(t_ms: Ints, began_ms: int) -> int | None:
    """Index of the fix that counts for a stop: the first later than 5 s, not later than 10 s."""
    after = np.flatnonzero(t_ms > began_ms + READ_AFTER_MS)
    if not len(after) or t_ms[after[0]] > began_ms + READ_UNTIL_MS:
        return None
    return int(after[0])


def along(t_ms: Ints, from_ms: int, until_ms: int, start: Place, end: Place) -> tuple[Floats, ...]:
    """Where one is at each t_ms (F,) who walks straight and evenly from start to end."""
    share = np.clip((t_ms - from_ms) / max(until_ms - from_ms, 1), 0.0, 1.0)
    return tuple(a + share * (b - a) for a, b in zip(start, end, strict=True))


def off_line(x_m: Floats, y_m: Floats, start: Place, end: Place) -> Floats:
    """Distance of each place from the straight line between two points, ends included."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length2 = max(dx * dx + dy * dy, 1e-12)
    share = np.clip(((x_m - start[0]) * dx + (y_m - start[1]) * dy) / length2, 0.0, 1.0)
    return np.hypot(x_m - start[0] - share * dx, y_m - start[1] - share * dy)


def route_blockers(points: int) -> Iterator[Blocker]:
    """A route leads from somewhere to somewhere."""
    if points < 2:
        yield Blocker("route_too_short", "路线至少要有 2 个测量点")


def pass_blockers(
    steps: Sequence[Step], new: Step, stops: int, pause_s: int, now: datetime
) -> Iterator[Blocker]:
    """Reasons against being at the next point at `new.at`."""
    if len(steps) >= stops:
        yield Blocker("route_done", "路线已走完，请完成测试")
        return
    if new.at > now:
        yield Blocker("in_the_future", "时间不能晚于现在")
    if not steps:
        return
    last = steps[-1]
    left = last.at + timedelta(seconds=pause_s)
    if new.at < left:
        yield Blocker("pause_too_short", f"上一点应停留 {pause_s} s，请停够再走")
        return
    seconds, metres = (new.at - left).total_seconds(), _length(last, new)
    if metres > FASTEST_MPS * max(seconds, 0.1):
        text = f"从上一点到这里 {metres:.0f} m 只用了 {seconds:.0f} s，请检查时间或测量点"
        yield Blocker("too_fast", text)


def finish_blockers(passed: int, stops: int) -> Iterator[Blocker]:
    """Only a route walked to its end says anything."""
    if passed < stops:
        yield Blocker("route_unfinished", f"路线还有 {stops - passed} 个测量点没有走到")


def length_of(steps: Sequence[Step]) -> float:
    """Metres walked."""
    return sum(_length(a, b) for a, b in pairwise(steps))


def pace_of(steps: Sequence[Step], pause_s: int) -> float | None:
    """Mean metres a second between the stops; None for less than two points."""
    if len(steps) < 2:
        return None
    whole = (steps[-1].at - steps[0].at).total_seconds() - pause_s * (len(steps) - 1)
    return length_of(steps) / whole if whole > 0 else None


def shortcomings(steps: Sequence[Step], pause_s: int) -> list[str]:
    """Where the walk falls short of the standard's own method."""
    found, pace = [], pace_of(steps, pause_s)
    if length_of(steps) < LENGTH_M:
        found.append(f"路线 {length_of(steps):.0f} m，不足 500 m（AQ 3064.3 A.3）")
    if len(steps) < STOPS:
        found.append(f"指定地点 {len(steps)} 个，不足 100 个（AQ 3064.3 A.3）")
    if pace is not None and pace < PACE_MPS:
        found.append(f"平均速率 {pace:.2f} m/s，低于 1 m/s（AQ 3064.3 A.3）")
    if 0 < pause_s < 10:
        found.append(f"每点停留 {pause_s} s，不足 10 s（AQ 3064.3 A.3）")
    return found


def _length(a: Step, b: Step) -> float:
    return float(np.hypot(b.x_m - a.x_m, b.y_m - a.y_m))
