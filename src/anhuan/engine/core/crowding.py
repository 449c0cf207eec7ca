"""Gatherings of people (人员聚集): found exactly, followed over time, graded.

AQ 3064.3-2025 3.4 and 5.2.3: anywhere, within a radius up to 15 m, for more than 1 minute; 3
people yellow, 4 to 6 orange, more than 6 red.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import CrowdingSettings
from anhuan.engine.core.cover import find_circles, smallest_circle
from anhuan.engine.core.decisions import Crowding, Grade, Phase
from anhuan.kernel.ids import uuid_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """People one circle covers at an instant."""

    floor: int
    x: float
    y: float
    radius_m: float
    members: frozenset[UUID]


@dataclass(slots=True)
class Gathering:
    """A group over time. grade: as told; NONE while it has not lasted long enough."""

    id: UUID
    onset_ms: int
    together_ms: int  # last instant the group was seen
    group: Group
    grade: Grade = Grade.NONE
    next_grade: Grade = Grade.NONE  # what the count says now
    next_since_ms: int = 0
    told_members: frozenset[UUID] = frozenset()
    told_ms: int = 0


@dataclass(slots=True)
class CrowdingState:
    """All gatherings, told or still pending."""

    gatherings: list[Gathering] = field(default_factory=list)


def grade_of(count: int, settings: CrowdingSettings) -> Grade:
    """Colour for a number of people; NONE below the yellow limit."""
    steps = (settings.red_at, Grade.RED), (settings.orange_at, Grade.ORANGE)
    for limit, grade in (*steps, (settings.yellow_at, Grade.YELLOW)):
        if count >= limit:
            return grade
    return Grade.NONE


def fewest(settings: CrowdingSettings) -> int:
    """The smallest number of people that is a gathering."""
    return min(settings.yellow_at, settings.orange_at, settings.red_at)


def find_groups(
    tags: list[UUID], x: Floats, y: Floats, floor: Ints, settings: CrowdingSettings
) -> list[Group]:
    """Largest circle first on each floor, its people taken out, until too few are left."""
    groups: list[Group] = []
    for level in np.unique(floor):
        here = np.flatnonzero(floor == level)
        circle, centres = find_circles(x[here], y[here], settings.radius_m, fewest(settings))
        for number in range(len(centres)):
            who = here[circle == number]
            mx, my, radius = smallest_circle(x[who], y[who])
            members = frozenset(tags[k] for k in who)
            groups.append(Group(int(level), float(mx), float(my), float(radius), members))
    return groups


def step(
    state: CrowdingState,
    tags: list[UUID],
    x: Floats,
    y: Floats,
    floor: Ints,
    now_ms: int,
    settings: CrowdingSettings,
) -> list[Crowding]:
    """Positions (n,) of everyone at `now_ms`; `state` is changed in place."""
    groups = find_groups(tags, x, y, floor, settings)
    match_groups(state, groups, now_ms)
    decisions: list[Crowding] = []
    for gathering in state.gatherings:
        seen = gathering.together_ms == now_ms
        decisions += judge(gathering, seen, now_ms, settings)
    gone = now_ms - settings.gone_after_ms
    decisions += [
        told(g, Phase.CLEARED, g.grade, now_ms, settings)
        for g in state.gatherings
        if g.together_ms <= gone and g.grade
    ]
    state.gatherings = [g for g in state.gatherings if g.together_ms > gone]
    return decisions


def match_groups(state: CrowdingState, groups: list[Group], now_ms: int) -> None:
    """Give each group to the gathering it shares most people with; others are new."""
    shared: Counter[tuple[int, int]] = Counter()
    of = {tag: a for a, gathering in enumerate(state.gatherings) for tag in gathering.group.members}
    for b, group in enumerate(groups):
        for tag in group.members & of.keys():
            if state.gatherings[of[tag]].group.floor == group.floor:
                shared[of[tag], b] += 1
    pairs = sorted((-n, state.gatherings[a].onset_ms, a, b) for (a, b), n in shared.items())
    taken: set[int] = set()
    matched: set[int] = set()
    for _, _, a, b in pairs:
        if a not in matched and b not in taken:
            matched.add(a)
            taken.add(b)
            state.gatherings[a].group = groups[b]
            state.gatherings[a].together_ms = now_ms
    for b, group in enumerate(groups):
        if b not in taken:
            state.gatherings.append(Gathering(identity(group, now_ms), now_ms, now_ms, group))


def identity(group: Group, onset_ms: int) -> UUID:
    """The same for the same people beginning at the same instant."""
    return uuid_of(Crowding.rule, group.floor, onset_ms, *sorted(map(str, group.members)))


def judge(
    gathering: Gathering, seen: bool, now_ms: int, settings: CrowdingSettings
) -> list[Crowding]:
    """Raise after the time limit; afterwards tell a colour that is steady, or other members."""
    if not seen:
        return []
    level = grade_of(len(gathering.group.members), settings)
    if level != gathering.next_grade:
        gathering.next_grade, gathering.next_since_ms = level, now_ms
    if gathering.grade is Grade.NONE:
        if now_ms - gathering.onset_ms <= settings.longer_than_ms:
            return []
        gathering.grade = level
        return [told(gathering, Phase.RAISED, level, now_ms, settings)]
    steady = now_ms - gathering.next_since_ms >= settings.grade_steady_ms
    regraded = level != gathering.grade and steady
    moved_on = gathering.group.members != gathering.told_members
    if not regraded and not (moved_on and now_ms - gathering.told_ms >= settings.grade_steady_ms):
        return []
    gathering.grade = level if regraded else gathering.grade
    return [told(gathering, Phase.CHANGED, gathering.grade, now_ms, settings)]


def told(
    gathering: Gathering, phase: Phase, grade: Grade, now_ms: int, settings: CrowdingSettings
) -> Crowding:
    """The decision, with the numbers that explain it."""
    group = gathering.group
    gathering.told_members, gathering.told_ms = group.members, now_ms
    return Crowding(
        phase=phase,
        onset_ms=gathering.onset_ms,
        at_ms=now_ms,
        x=group.x,
        y=group.y,
        floor=group.floor,
        gathering=gathering.id,
        grade=grade,
        members=tuple(sorted(group.members)),
        radius_m=group.radius_m,
        inputs={
            "count": len(group.members),
            "lasted_ms": gathering.together_ms - gathering.onset_ms,
            "radius_limit_m": settings.radius_m,
            "longer_than_ms": settings.longer_than_ms,
            "limits": [settings.yellow_at, settings.orange_at, settings.red_at],
        },
    )


def dump(state: CrowdingState) -> list[dict[str, Any]]:
    """The state as JSON-able values."""
    return [
        {
            "id": str(g.id),
            "ms": [g.onset_ms, g.together_ms, g.next_since_ms, g.told_ms],
            "grade": [int(g.grade), int(g.next_grade)],
            "group": [g.group.floor, g.group.x, g.group.y, g.group.radius_m],
            "members": sorted(map(str, g.group.members)),
            "told": sorted(map(str, g.told_members)),
        }
        for g in state.gatherings
    ]


def load(plain: list[dict[str, Any]]) -> CrowdingState:
    """Undo `dump`."""
    return CrowdingState([_gathering(one) for one in plain])


def _gathering(one: dict[str, Any]) -> Gathering:
    floor, x, y, radius = one["group"]
    onset, together, since, told_ms = one["ms"]
    grade, next_grade = map(Grade, one["grade"])
    members = frozenset(map(UUID, one["members"]))
    gathering = Gathering(UUID(one["id"]), onset, together, Group(floor, x, y, radius, members))
    told_members = frozenset(map(UUID, one["told"]))
    return replace(
        gathering,
        grade=grade,
        next_grade=next_grade,
        next_since_ms=since,
        told_members=told_members,
        told_ms=told_ms,
    )
