"""What zones would have decided on positions already recorded: the live rules, fed from tracks.

A stored track has places and times. Whether somebody was still is found again from the places, as
`track.stillness` finds it: a tag is still about one place until it has gone further than its own
uncertainty explains. Speeds are those from one point to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Config
from anhuan.engine.core.jit import jit
from anhuan.engine.core.pipeline import Output, Pipeline
from anhuan.engine.core.state import Pending
from anhuan.engine.core.tables import blank, pick
from anhuan.engine.core.track.state import NEVER
from anhuan.engine.core.tuning import TUNING

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LOOK_EVERY_MS = 1_000
QUIET_AFTER_MS = 900_000  # longer than any rule waits for somebody it does not hear


class Recorded(NamedTuple):
    """Points of stored tracks; all (R,). tag: dense number in the configuration."""

    tag: Ints
    t_ms: Ints
    x: Floats
    y: Floats
    floor: Ints
    r68_m: Floats


class Rest(NamedTuple):
    """Where each of N tags rests, since when, and its last point."""

    x: Floats
    y: Floats
    since_ms: Ints
    last_ms: Ints  # NEVER if none
    last_x: Floats
    last_y: Floats


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the past: its points, and the zones in force from its beginning."""

    until_ms: int
    points: Recorded
    config: Config


def replay(
    windows: Iterable[Window], from_ms: int, config: Config
) -> Iterator[tuple[Pipeline, Output]]:
    """The engine and its output after each instant at which something happened, in order.

    `from_ms` begins the first window; each begins where the one before ended. Looked at every
    second, as live, so that whoever asks the engine who is where gets the answer of that moment.
    """
    engine = Pipeline(config, from_ms)
    rest, settle_ms, now_ms = nobody(len(config.tags)), config.settings.settle_ms, from_ms
    stirred_ms = from_ms
    for window in windows:
        if window.config != engine.plant.config:
            engine.reconfigure(window.config)
            stirred_ms = now_ms
        if len(window.points.t_ms):
            engine.replay(fixes_of(window.points, rest), now_ms)
            stirred_ms = int(window.points.t_ms.max())
        if now_ms - stirred_ms > QUIET_AFTER_MS and not (engine.state.visits.zone >= 0).any():
            now_ms = skip(engine, window.until_ms)
        while now_ms < window.until_ms:
            now_ms = min(now_ms + LOOK_EVERY_MS, window.until_ms)
            instant_ms = min(now_ms, window.until_ms - 1)  # its own points are in the next window
            output = engine.tick(instant_ms + settle_ms)
            if output.decisions or output.visits:
                yield engine, output


def skip(engine: Pipeline, until_ms: int) -> int:
    """Go on at `until_ms` (answered): nobody is heard or inside, so nothing could be decided."""
    step_ms = engine.plant.config.settings.step_ms
    engine.state.stepped_ms = max(engine.state.stepped_ms, until_ms // step_ms * step_ms)
    return until_ms


def nobody(tags: int) -> Rest:
    """Nobody was seen yet."""
    rest = blank(Rest, tags)
    rest.since_ms[:] = rest.last_ms[:] = NEVER
    return rest


def fixes_of(points: Recorded, rest: Rest) -> Pending:
    """Recorded points as the pipeline's fixes, by tag and time; `rest` goes on from them."""
    points = pick(points, np.lexsort((points.t_ms, points.tag)))
    rows = len(points.tag)
    speed, still, since = np.zeros(rows), np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    follow_rest(rest, points, TUNING.record(), speed, still, since)
    return Pending(*points, speed, still, since, np.zeros(rows))


@jit
def follow_rest(
    rest: Rest, points: Recorded, tuning: Any, speed: Floats, still: Ints, since: Ints
) -> None:
    """Fill speed (m/s), still and since when (ms) of points in order of tag and time."""
    for r in range(len(points.tag)):
        i, t, x, y = points.tag[r], points.t_ms[r], points.x[r], points.y[r]
        dt_s = (t - rest.last_ms[i]) / 1000.0
        if rest.last_ms[i] == NEVER or dt_s * 1000.0 > tuning.forget_ms:
            rest.x[i], rest.y[i], rest.since_ms[i] = x, y, t
        else:
            step = np.hypot(x - rest.last_x[i], y - rest.last_y[i])
            speed[r] = step / max(dt_s, 0.1)
            settle(rest, i, t, dt_s, x, y, points.r68_m[r], tuning)
        rest.last_ms[i], rest.last_x[i], rest.last_y[i] = t, x, y
        since[r] = rest.since_ms[i]
        still[r] = 1 if t - rest.since_ms[i] >= tuning.still_ms else 0


@jit
def settle(
    rest: Rest, i: int, t_ms: int, dt_s: float, x: float, y: float, r68_m: float, tuning: Any
) -> None:
    """Tag i is at x, y: still about its place, or at rest anew from here."""
    dx, dy = x - rest.x[i], y - rest.y[i]
    reach = min(max(r68_m, tuning.still_m), tuning.still_m_max)
    if np.hypot(dx, dy) > reach:
        rest.x[i], rest.y[i], rest.since_ms[i] = x, y, t_ms
        return
    share = min(dt_s / tuning.hold_tau_s, 1.0)
    rest.x[i] += share * dx
    rest.y[i] += share * dy
