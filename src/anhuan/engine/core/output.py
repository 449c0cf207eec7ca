"""What leaves the pipeline: positions, visits, decisions, counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.decisions import Decision

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FixTable:
    """Positions, (R,): the newest of each tag in each step. area: dense zone, -1 none."""

    tag: Ints
    t_ms: Ints
    x: Floats
    y: Floats
    floor: Ints
    r68_m: Floats
    speed_mps: Floats
    still: Ints
    area: Ints
    blocked: Floats  # share of their weight its observations lost, 0..1


@dataclass(frozen=True, slots=True)
class Visit:
    """A tag entered a zone, or left it. t_ms: when; entered_ms: when the visit began."""

    tag: UUID
    zone: UUID
    left: bool
    t_ms: int
    entered_ms: int
    x: float
    y: float
    of_area: bool = False


@dataclass(slots=True)
class Output:
    """What happened since the last `tick`. counts (Z, 4) and total (4,) are the newest."""

    up_to_ms: int
    fixes: list[FixTable] = field(default_factory=list)
    late: list[FixTable] = field(default_factory=list)  # for the track; no rule has seen them
    visits: list[Visit] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    counts: Ints = field(default_factory=lambda: np.zeros((0, 4), np.int64))
    total: Ints = field(default_factory=lambda: np.zeros(4, np.int64))
