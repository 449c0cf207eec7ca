"""Which areas a timeline goes through, and when."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from anhuan.devices.plant.areas import AREAS
from anhuan.devices.plant.site import SITE
from anhuan.devices.timeline import Timeline

STEP_S = 5.0
SHORTEST_S = 10.0  # passing a corner is no visit


class Visit(NamedTuple):
    """A stay in an area, seconds since 1970."""

    area: str
    enter_s: float
    leave_s: float


def visits_of(line: Timeline) -> Iterator[Visit]:
    """Every visit, area by area. All areas of the demo plant are rectangles."""
    t_s = np.arange(line.from_s, line.to_s, STEP_S)
    xyz, floor = line.sample(t_s)
    for area in AREAS:
        if area.code == SITE.code:
            continue
        (x1, y1), (x2, y2) = area.ring[0], area.ring[2]
        x, y = xyz[:, 0], xyz[:, 1]
        inside = (x1 <= x) & (x <= x2) & (y1 <= y) & (y <= y2)
        if area.floors:
            inside &= np.isin(floor, area.floors)
        turns = np.flatnonzero(np.diff(inside.astype(np.int8), prepend=0, append=0))
        for start, end in turns.reshape(-1, 2):
            enter_s, leave_s = t_s[start], t_s[end - 1]
            if leave_s - enter_s >= SHORTEST_S:
                yield Visit(area.code, float(enter_s), float(leave_s))
