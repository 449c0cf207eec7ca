"""The plant at one instant, as the rules look at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Tag, Zone
from anhuan.engine.core.ruled import Mask, Ruled
from anhuan.engine.core.track.state import NEVER

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scene:
    """N tags, Z zones, I open visits (a tag inside a zone). Times are event time, ms."""

    now_ms: int
    settled: bool  # heard long enough since a start to call anybody missing
    tags: tuple[Tag, ...]
    number: Mapping[UUID, int]  # of a tag
    zones: tuple[Zone, ...]
    ruled: Ruled
    kind: Ints  # (N,) config.Kind
    heard_ms: Ints  # (N,) last fix, NEVER if none
    x: Floats  # (N,) m, nan if none
    y: Floats  # (N,)
    floor: Ints  # (N,)
    speed_mps: Floats  # (N,)
    still_since_ms: Ints  # (N,)
    counted: NDArray[np.bool_]  # (N,) present, and the one tag that stands for its person
    inside_tag: Ints  # (I,)
    inside_zone: Ints  # (I,)
    inside_since_ms: Ints  # (I,)
    active_since_ms: Ints  # (Z,) NEVER while the zone's rules are silent
    passed: tuple[tuple[int, int, int], ...] = ()  # (zone, tag, when) gone through, no fix inside

    def judged_visits(self, ruled: Mask) -> Iterator[tuple[int, int, int]]:
        """(zone, tag, entered_ms) of open visits in active zones for which `ruled` (Z,) is true."""
        judged = ruled & (self.active_since_ms != NEVER)
        here = np.flatnonzero(judged[self.inside_zone])
        columns = self.inside_zone, self.inside_tag, self.inside_since_ms
        yield from zip(*(column[here].tolist() for column in columns), strict=True)

    def since(self, zone: int, entered_ms: int) -> int:
        """When a visit began to count: not before the zone's rules were in force."""
        return max(entered_ms, int(self.active_since_ms[zone]))

    def pair(self, zone: int, tag: int) -> tuple[str, str]:
        """The names of both, as latches keep them."""
        return str(self.zones[zone].id), str(self.tags[tag].id)

    def about(self, zone: str | None, tag: str | None) -> dict[str, Any]:
        """Zone, tag and the tag's place as keywords of a decision; ids as text."""
        known: dict[str, Any] = {"zone": UUID(zone) if zone else None}
        if tag is None:
            return known
        known["tag"] = UUID(tag)
        k = self.number.get(known["tag"], -1)
        if k >= 0 and np.isfinite(self.x[k]):
            place = {"x": float(self.x[k]), "y": float(self.y[k]), "floor": int(self.floor[k])}
            known |= place
        return known
