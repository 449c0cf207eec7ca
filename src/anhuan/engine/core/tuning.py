"""The filter's numbers: one set for every plant, radio and walk."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

ByTech = tuple[float, float, float, float, float]
DEGREE = 0.017453292519943295


class Tuning(NamedTuple):
    """`ByTech` goes by `config.Tech`: TWR (m), TDOA (m), RSSI (dB), azimuth, elevation (rad)."""

    accel_psd: tuple[float, float, float, float] = (0.3, 0.3, 0.3, 3.0)  # m²/s³, by Kind
    accel_share: ByTech = (1.0, 1.0, 0.5, 1.0, 1.0)  # of it: levels are too rough to follow turns
    speed_tau_s: ByTech = (300.0, 300.0, 8.0, 30.0, 30.0)  # a speed fades with
    noise_sd: ByTech = (0.06, 0.15, 8.0, 0.0, 0.0)  # angles: `Anchor.angle_sd_deg`
    level_tau_s: float = 0.5  # so long a level errs in the same way
    bias_sd: ByTech = (0.03, 0.05, 4.0, 2 * DEGREE, 2 * DEGREE)  # of an anchor's drifting error
    bias_tau_s: ByTech = (300.0, 300.0, 20.0, 60.0, 60.0)
    blocked_from_db: float = 1.5  # total minus first-path power of a clear path
    blocked_sd_per_db: float = 0.05  # m of extra sd for each dB above
    gate: float = 4.0  # sigma; beyond, an observation is not used
    huber_late: float = 1.5  # sigma; a path too long is punished from here, squared
    huber_early: float = 2.5  # sigma; a path too short from here, linearly
    fresh_ms: int = 1_000  # a snapshot uses ranges this young
    epoch_ms: int = 90  # observations this close are one epoch
    bad_epochs: int = 3  # with more than half rejected: start anew
    bad_ms: int = 500
    half_bad_ms: int = 5_000  # with exactly half rejected
    patience_ms: int = 3_000  # then an ambiguous or lone anchor's place is taken
    gap_ms: int = 3_000  # beyond, speed is forgotten
    forget_ms: int = 60_000  # beyond, place is forgotten
    walk_mps: float = 1.5  # how fast the place grows uncertain over a gap
    start_sd_m: float = 0.3  # added to a snapshot's covariance
    survey_sd_m: float = 0.15  # anchors' survey, tag on the body: part of r68, unseen by ranges
    place_shared: float = 0.8  # of an outside position's error, the next one has again
    still_ms: int = 5_000
    still_m: float = 0.6  # moving starts beyond this, or beyond r68 up to:
    still_m_max: float = 5.0
    still_mps: float = 0.4
    walks_sigmas: float = 3.0  # a speed this many times its doubt is a walk
    hold_tau_s: float = 10.0

    @lru_cache(maxsize=8)  # noqa: B019  (a tuple of numbers, not an instance to leak)
    def record(self) -> Any:
        """As one numpy record: compiled code is handed a pointer, not thirty numbers."""
        kinds = [(n, "f8", (len(v),) if isinstance(v, tuple) else ()) for n, v in
                 self._asdict().items()]  # fmt: skip
        return np.array([tuple(self)], np.dtype(kinds, align=True))[0]


TUNING = Tuning()
