"""A tag at rest keeps one place on the screen.

The place holds until the filter has gone further than its own uncertainty explains. Only what is
shown holds: the filter itself is never told that the tag stands still. (Tried: zero-velocity
updates kept a tag that had begun to walk back for 6 m.)
"""

from __future__ import annotations

import math
from typing import Any

from anhuan.engine.core.jit import jit
from anhuan.engine.core.solve.radius import r68
from anhuan.engine.core.track.state import Row


@jit
def radius_of(row: Row, tuning: Any) -> float:
    """Tag i's honest 68 % radius (m).

    Grown when innovations are larger than the model's, and by what no range can tell: the survey
    of the anchors and where on the body the tag hangs.
    """
    p = row.covariance
    grow, more = max(row.misfit, 1.0), tuning.survey_sd_m**2
    xx, yy = max(grow * p[0, 0], row.common_m2), max(grow * p[1, 1], row.common_m2)
    return r68(xx + more, grow * p[0, 1], yy + more)


@jit
def notice_stillness(row: Row, t_ms: int, dt_s: float, tuning: Any) -> None:
    """Update tag i's hold place after its filter reached `t_ms`, `dt_s` after the last time."""
    dx, dy = row.mean[0] - row.hold[0], row.mean[1] - row.hold[1]
    p = row.covariance
    wanders = r68(p[0, 0], p[0, 1], p[1, 1])
    reach = min(max(wanders, tuning.still_m), tuning.still_m_max)
    speed = math.hypot(row.mean[2], row.mean[3])
    doubt = math.sqrt(p[2, 2] + p[3, 3])
    walks = speed > max(tuning.still_mps, tuning.walks_sigmas * doubt)
    if walks or math.hypot(dx, dy) > reach:
        hold_here(row, t_ms)
        return
    share = min(dt_s / tuning.hold_tau_s, 1.0)
    row.hold[0] += share * dx
    row.hold[1] += share * dy
    if t_ms - row.still_since_ms >= tuning.still_ms and speed < max(tuning.still_mps, doubt):
        row.still = 1


@jit
def hold_here(row: Row, t_ms: int) -> None:
    """Begin holding the filter's place, moving."""
    row.hold[0], row.hold[1] = row.mean[0], row.mean[1]
    row.still_since_ms = t_ms
    row.still = 0
