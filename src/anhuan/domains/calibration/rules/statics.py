"""Whether a static test was made as AQ 3064.3-2025 A.2 asks: places, time, samples, instruments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from math import hypot

import numpy as np
from numpy.typing import NDArray

SAMPLE_MS = 2_000  # one place every 2 s
SAMPLES_MIN = 300  # in ten minutes, or the stand is no valid test
STAND = timedelta(minutes=10)
PLACES_MIN = 3  # with satellites, and as many without
APART_M = 15.0


@dataclass(frozen=True, slots=True)
class Stood:
    """One stand: where, under the sky or not, how long, how many samples."""

    name: str
    x_m: float
    y_m: float
    floor: int
    has_satellite: bool
    lasted: timedelta
    samples: int

    @property
    def is_valid(self) -> bool:
        """Ten minutes with at least 300 samples."""
        return self.lasted >= STAND and self.samples >= SAMPLES_MIN


def samples_of(t_ms: NDArray[np.int64], since_ms: int) -> int:
    """How many of the 2 s after `since_ms` have a fix."""
    return len(np.unique((t_ms - since_ms) // SAMPLE_MS))


def shortcomings_of(stands: Sequence[Stood], has_timer: bool, has_finder: bool) -> Iterator[str]:
    """What is missing for the test to count as one by A.1 and A.2; nothing: it counts."""
    if not has_timer:
        yield "没有登记计时器（A.1 a）"
    if not has_finder:
        yield "没有登记测距仪（A.1 b）"
    for sky, word in ((True, "有"), (False, "无")):
        names = {one.name for one in stands if one.has_satellite is sky and one.is_valid}
        if len(names) < PLACES_MIN:
            yield f"{word}卫星信号的有效地点 {len(names)} 个，应不少于 {PLACES_MIN} 个（A.2.2 a）"
    yield from _too_close(stands)
    for one in stands:
        if one.lasted < STAND:
            minutes = one.lasted.total_seconds() / 60
            yield f"{one.name} 停留 {minutes:.1f} min，应不少于 10 min（A.2.2 d）"
        elif one.samples < SAMPLES_MIN:
            yield f"{one.name} 有效定位 {one.samples} 个，应不少于 {SAMPLES_MIN} 个（A.2.2 f）"


def _too_close(stands: Sequence[Stood]) -> Iterator[str]:
    places = {one.name: one for one in stands}
    for a, b in combinations(places.values(), 2):
        apart = hypot(a.x_m - b.x_m, a.y_m - b.y_m)
        if a.floor == b.floor and apart < APART_M:
            yield f"{a.name} 与 {b.name} 相距 {apart:.1f} m，应不小于 {APART_M:g} m（A.2.2 a）"
