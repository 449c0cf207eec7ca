"""What a snapshot solver answers, as arrays over the batch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.solve import snapshot


class Quality(IntFlag):
    """Why a solution should be trusted less; 0 is good."""

    GOOD = 0
    TOO_FEW = snapshot.TOO_FEW
    BAD_GEOMETRY = snapshot.BAD_GEOMETRY
    REJECTED = snapshot.REJECTED
    NOT_CONVERGED = snapshot.NOT_CONVERGED
    AMBIGUOUS = snapshot.AMBIGUOUS


@dataclass(frozen=True, slots=True)
class Solutions:
    """B positions from B sets of up to K observations.

    x, y, z (B,) m; nan where there were too few anchors. residual (B, K): observed minus
    predicted, m (dB for RSSI), nan where nothing was observed. weight (B, K): 0 rejected .. 1.
    covariance (B, 3): xx, xy, yy, m². r68 (B,): radius holding 68.27 %, m. quality (B,): `Quality`.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    z: NDArray[np.float64]
    residual: NDArray[np.float64]
    weight: NDArray[np.float64]
    covariance: NDArray[np.float64]
    r68: NDArray[np.float64]
    quality: NDArray[np.uint8]
