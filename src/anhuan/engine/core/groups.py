"""People one circle covers at an instant, and the colour of their number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import CrowdingSettings
from anhuan.engine.core.cover import circles_round, find_circles
from anhuan.engine.core.decisions import Grade

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NOBODY = np.empty(0, np.int64)


@dataclass(slots=True)
class Register:
    """A number for every tag ever seen in a gathering's reach; numbers are never given twice."""

    names: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def numbers(self, names: Iterable[str]) -> Ints:
        """Of each name (n,); who is not known yet gets the next one."""
        known = self._numbers
        wanted = list(names)
        for name in wanted:
            if name not in known:
                known[name] = len(self.names)
                self.names.append(name)
        return np.array([known[name] for name in wanted], np.int64)


class Group(NamedTuple):
    """People one circle covers. Where that is, is worked out for those that last: `drawn`."""

    floor: int
    people: Ints  # their numbers, ascending
    rows: Ints  # of the positions they were found in
    names: Sequence[str]  # of the register, by number
    x: float = 0.0
    y: float = 0.0
    radius_m: float = 0.0

    @property
    def members(self) -> frozenset[str]:
        """Ids of the tags."""
        return frozenset(self.names[k] for k in self.people.tolist())


def grade_of(count: int, settings: CrowdingSettings) -> Grade:
    """Colour for a number of people; NONE below the yellow limit."""
    if count >= settings.red_at:
        return Grade.RED
    if count >= settings.orange_at:
        return Grade.ORANGE
    return Grade.YELLOW if count >= settings.yellow_at else Grade.NONE


def fewest_of(settings: CrowdingSettings) -> int:
    """So many people are a gathering of some colour."""
    return min(settings.yellow_at, settings.orange_at, settings.red_at)


def find_groups(
    register: Register, people: Ints, x: Floats, y: Floats, floor: Ints,
    settings: CrowdingSettings,
) -> list[Group]:  # fmt: skip
    """Largest circle first on each floor, its people taken out, until too few are left."""
    fewest = fewest_of(settings)
    groups: list[Group] = []
    for level in np.unique(floor).tolist():
        here = np.flatnonzero(floor == level)
        circle, _ = find_circles(x[here], y[here], settings.radius_m, fewest)
        rows = here[np.lexsort((people[here], circle))]
        ends = np.cumsum(np.bincount(circle + 1)).tolist()  # the first are in no circle
        found = people[rows]
        groups += [
            Group(level, found[begin:end], rows[begin:end], register.names)
            for begin, end in pairwise(ends)
        ]
    return groups


def drawn(groups: list[Group], x: Floats, y: Floats) -> list[Group]:
    """The groups with the smallest circle round each; x and y as they were found in."""
    begin = np.cumsum([0, *(len(group.rows) for group in groups)])
    rows = np.concatenate([NOBODY, *(group.rows for group in groups)])
    circles = circles_round(x[rows], y[rows], begin).tolist()
    return [
        group._replace(x=cx, y=cy, radius_m=radius)
        for group, (cx, cy, radius) in zip(groups, circles, strict=True)
    ]
