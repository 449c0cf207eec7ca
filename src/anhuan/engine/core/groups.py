"""People one circle covers at an instant, and the colour of their number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import CrowdingSettings
from anhuan.engine.core.cover import circles_round, find_circles
from anhuan.engine.core.decisions import Grade

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Group(NamedTuple):
    """People one circle covers. Where that is, is worked out for those that last: `drawn`."""

    floor: int
    members: frozenset[str]  # ids of tags as text: a UUID is slow to hash
    rows: Sequence[int]  # of the positions they were found in
    x: float = 0.0
    y: float = 0.0
    radius_m: float = 0.0


def grade_of(count: int, settings: CrowdingSettings) -> Grade:
    """Colour for a number of people; NONE below the yellow limit."""
    if count >= settings.red_at:
        return Grade.RED
    if count >= settings.orange_at:
        return Grade.ORANGE
    return Grade.YELLOW if count >= settings.yellow_at else Grade.NONE


def find_groups(
    tags: Sequence[str], x: Floats, y: Floats, floor: Ints, settings: CrowdingSettings
) -> list[Group]:
    """Largest circle first on each floor, its people taken out, until too few are left."""
    fewest = min(settings.yellow_at, settings.orange_at, settings.red_at)
    groups: list[Group] = []
    for level in np.unique(floor).tolist():
        here = np.flatnonzero(floor == level)
        circle, _ = find_circles(x[here], y[here], settings.radius_m, fewest)
        order = np.argsort(circle, kind="stable")
        ends = np.searchsorted(circle[order], np.arange(circle.max() + 2)).tolist()
        who = here[order].tolist()
        for begin, end in pairwise(ends):
            rows = who[begin:end]
            groups.append(Group(level, frozenset([tags[k] for k in rows]), rows))
    return groups


def drawn(groups: list[Group], x: Floats, y: Floats) -> list[Group]:
    """The groups with the smallest circle round each; x and y as they were found in."""
    begin = np.cumsum([0, *(len(group.rows) for group in groups)])
    rows = np.array([k for group in groups for k in group.rows], np.int64)
    circles = circles_round(x[rows], y[rows], begin).tolist()
    return [
        group._replace(x=cx, y=cy, radius_m=radius)
        for group, (cx, cy, radius) in zip(groups, circles, strict=True)
    ]
