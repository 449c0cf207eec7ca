"""Taking a position that somebody else solved, or that a zone reader stands for."""

from __future__ import annotations

from typing import Any

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.motion import forget_place, limit_speed, predict_to
from anhuan.engine.core.track.start import place_at
from anhuan.engine.core.track.state import FOLLOWING, WAITING, Row
from anhuan.engine.core.track.stillness import hold_here, notice_stillness
from anhuan.engine.core.track.update import TWR, observe_state
from anhuan.engine.core.walls.keep import keep_inside
from anhuan.engine.core.walls.tables import WallTable

R68_SIGMAS = 1.515  # r68 of a circle, in sigmas


@jit
def follow_place(
    row: Row, t_ms: int, x: float, y: float, r68_m: float, shared: float, kind: int, floor: int,
    max_mps: float, walls: WallTable, tuning: Any,
) -> None:  # fmt: skip
    """Take one outside position, good to r68_m, of whose error the next one has `shared` (0..1).

    Anchors that are heard know better than a place that contradicts them; without any, one too
    far to believe starts the tag anew after a while.
    """
    sd = max(r68_m, 0.05) / R68_SIGMAS
    before = row.t_ms
    t = max(t_ms, before)
    if t - before > tuning.forget_ms:
        forget_place(row, t)
    from_x, from_y = row.mean[0], row.mean[1]
    if row.phase == FOLLOWING:
        predict_to(row, t, kind, TWR, tuning)
    row.t_ms = t
    if row.phase == FOLLOWING and believable(row, x, y, sd, tuning):
        take_place(row, x, y, sd, shared)
        keep_inside(row, walls, floor, from_x, from_y)
    else:
        row.bad_places += 1
        tired = row.bad_places >= tuning.bad_epochs and t - row.used_ms > tuning.gap_ms
        if row.phase == WAITING or tired:
            place_at(row, x, y, sd * sd, 0.0, sd * sd, tuning)
            row.common_m2 = shared * sd * sd
            hold_here(row, t)
            return
    limit_speed(row, max_mps)
    notice_stillness(row, t, (t - before) / 1000.0, tuning)


@jit
def believable(row: Row, x: float, y: float, sd: float, tuning: Any) -> bool:
    """Is (x, y) near enough to the filter, by what both say of themselves?"""
    p = row.covariance
    away2 = (x - row.mean[0]) ** 2 + (y - row.mean[1]) ** 2
    spread = p[0, 0] + p[1, 1] + 2.0 * max(row.common_m2, 0.0) + 2.0 * sd * sd
    return bool(away2 <= tuning.gate**2 * spread)


@jit
def take_place(row: Row, x: float, y: float, sd: float, shared: float) -> None:
    """Update with a place; what its error shares with the next is remembered, for r68."""
    p = row.covariance
    gain = (p[0, 0] + p[1, 1]) / (p[0, 0] + p[1, 1] + 2.0 * sd * sd)
    observe_state(row, 0, x, sd)
    observe_state(row, 1, y, sd)
    row.common_m2 += gain * (shared * sd * sd - row.common_m2)
    row.bad_places = row.bad_epochs = 0
