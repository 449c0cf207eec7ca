"""Taking a position that somebody else solved."""

from __future__ import annotations

from typing import Any

from anhuan.engine.core.jit import jit
from anhuan.engine.core.track.motion import forget_place, limit_speed, predict_to
from anhuan.engine.core.track.start import place_at
from anhuan.engine.core.track.state import FOLLOWING, WAITING, Row
from anhuan.engine.core.track.stillness import hold_here, notice_stillness
from anhuan.engine.core.track.update import observe_state


@jit
def follow_place(
    row: Row, t_ms: int, x: float, y: float, r68_m: float, kind: int,
    max_mps: float, tuning: Any,
) -> None:  # fmt: skip
    """Take one outside position; one too far to believe starts the tag anew after a while."""
    sd = max(r68_m, 0.05) / 1.515
    before = row.t_ms
    t = max(t_ms, before)
    if t - before > tuning.forget_ms:
        forget_place(row, t)
    if row.phase == FOLLOWING:
        predict_to(row, t, kind, 1.0, tuning)
    row.t_ms = t
    p = row.covariance
    away2 = (x - row.mean[0]) ** 2 + (y - row.mean[1]) ** 2
    believable = away2 <= tuning.gate**2 * (p[0, 0] + p[1, 1] + 2.0 * sd * sd)
    if row.phase == FOLLOWING and believable:
        observe_state(row, 0, x, sd)
        observe_state(row, 1, y, sd)
        row.bad_epochs = 0
    else:
        row.bad_epochs += 1
        if row.phase == WAITING or row.bad_epochs >= tuning.bad_epochs:
            place_at(row, x, y, sd * sd, 0.0, sd * sd, tuning)
            hold_here(row, t)
            return
    limit_speed(row, max_mps)
    notice_stillness(row, t, (t - before) / 1000.0, tuning)
