"""A tag at rest keeps one place on the screen.

The place holds until the filter has gone further than its own uncertainty explains. Only what is
shown holds: the filter itself is never told that the tag stands still. (Tried: zero-velocity
updates kept a tag that had begun to walk back for 6 m.)
"""

from __future__ import annotations

import math

from anhuan.engine.core.jit import jit
from anhuan.engine.core.solve.radius import r68
from anhuan.engine.core.track.state import TrackState
from anhuan.engine.core.track.tuning import Tuning


@jit
def radius_of(state: TrackState, i: int, tuning: Tuning) -> float:
    """Tag i's honest 68 % radius (m).

    Grown when innovations are larger than the model's, and by what no range can tell: the survey
    of the anchors and where on the body the tag hangs.
    """
    p = state.covariance[i]
    grow, more = max(state.misfit[i], 1.0), tuning.survey_sd_m**2
    return r68(grow * p[0, 0] + more, grow * p[0, 1], grow * p[1, 1] + more)


@jit
def notice_stillness(state: TrackState, i: int, t_ms: int, dt_s: float, tuning: Tuning) -> None:
    """Update tag i's hold place after its filter reached `t_ms`, `dt_s` after the last time."""
    dx, dy = state.mean[i, 0] - state.hold[i, 0], state.mean[i, 1] - state.hold[i, 1]
    reach = min(max(radius_of(state, i, tuning), tuning.still_m), tuning.still_m_max)
    if math.hypot(dx, dy) > reach:
        state.hold[i, 0], state.hold[i, 1] = state.mean[i, 0], state.mean[i, 1]
        state.still_since_ms[i] = t_ms
        state.still[i] = 0
        return
    share = min(dt_s / tuning.hold_tau_s, 1.0)
    state.hold[i, 0] += share * dx
    state.hold[i, 1] += share * dy
    speed = math.hypot(state.mean[i, 2], state.mean[i, 3])
    if t_ms - state.still_since_ms[i] >= tuning.still_ms and speed < tuning.still_mps:
        state.still[i] = 1
