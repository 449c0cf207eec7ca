"""Gatherings of people (人员聚集): found exactly, followed over time, graded.

AQ 3064.3-2025 3.4 and 5.2.3: anywhere, within a radius up to 15 m, for more than 1 minute; 3
people yellow, 4 to 6 orange, more than 6 red.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import CrowdingSettings
from anhuan.engine.core.decisions import Crowding, Grade, Phase
from anhuan.engine.core.groups import (
    NOBODY,
    Group,
    Register,
    drawn,
    fewest_of,
    find_groups,
    grade_of,
)
from anhuan.kernel.ids import uuid_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Gathering:
    """A group over time. grade: as told; NONE while it has not lasted long enough."""

    first: Group  # as it began
    onset_ms: int
    together_ms: int  # last instant the group was seen
    group: Group
    grade: Grade = Grade.NONE
    next_grade: Grade = Grade.NONE  # what the count says now
    next_since_ms: int = 0
    told_people: bytes = b""  # numbers of the members as told
    told_ms: int = 0
    known_id: UUID | None = None

    @property
    def id(self) -> UUID:
        """The same for the same people beginning at the same instant."""
        if self.known_id is None:
            parts = (self.first.floor, self.onset_ms, *sorted(self.first.members))
            self.known_id = uuid_of(Crowding.rule, *parts)
        return self.known_id


@dataclass(slots=True)
class CrowdingState:
    """All gatherings, told or still pending."""

    gatherings: list[Gathering] = field(default_factory=list)
    register: Register = field(default_factory=Register)


def step(
    state: CrowdingState,
    tags: Sequence[str],
    x: Floats,
    y: Floats,
    floor: Ints,
    now_ms: int,
    settings: CrowdingSettings,
) -> list[Crowding]:
    """Positions (n,) of everyone at `now_ms`, ids as text; `state` is changed in place."""
    people = state.register.numbers(tags)
    groups = find_groups(state.register, people, x, y, floor, settings)
    match_groups(state, groups, now_ms, fewest_of(settings))
    begun_ms = now_ms - settings.longer_than_ms  # who began before has lasted long enough
    lasting = [
        g for g in state.gatherings
        if g.together_ms == now_ms and (g.grade or g.onset_ms < begun_ms)
    ]  # fmt: skip
    for gathering, group in zip(lasting, drawn([g.group for g in lasting], x, y), strict=True):
        gathering.group = group
    decisions: list[Crowding] = []
    for gathering in lasting:
        decisions += judge(gathering, now_ms, settings)
    gone = now_ms - settings.gone_after_ms
    decisions += [
        told(g, Phase.CLEARED, g.grade, now_ms, settings)
        for g in state.gatherings
        if g.together_ms <= gone and g.grade
    ]
    state.gatherings = [g for g in state.gatherings if g.together_ms > gone]
    return decisions


def match_groups(state: CrowdingState, groups: list[Group], now_ms: int, fewest: int) -> None:
    """Give each group to the gathering it goes on from; others are new."""
    known = state.gatherings
    matched: set[int] = set()
    taken: set[int] = set()
    for a, b in shared(state, groups, fewest):
        if a not in matched and b not in taken:
            matched.add(a)
            taken.add(b)
            known[a].group = groups[b]
            known[a].together_ms = now_ms
    for b, group in enumerate(groups):
        if b not in taken:
            known.append(Gathering(group, now_ms, now_ms, group))


def shared(state: CrowdingState, groups: list[Group], fewest: int) -> list[tuple[int, int]]:
    """(gathering, group) that have people and the floor in common, the likeliest first.

    A gathering goes on wherever enough of its people for one still are: the worst colour told
    first, then the oldest. Newcomers may be more than those who were there, yet what they join
    has lasted. Without enough people in common, most people first. Who is of two gatherings
    counts for the later.
    """
    known = [gathering.group for gathering in state.gatherings]
    of = np.full(len(state.register.names), -1, np.int64)
    of[everybody(known)] = numbered(known)
    a, b = of[everybody(groups)], numbered(groups)
    pairs, count = np.unique(a[a >= 0] * len(groups) + b[a >= 0], return_counts=True)
    a, b = np.divmod(pairs, max(len(groups), 1))
    same = floors(known)[a] == floors(groups)[b]
    onset = np.array([gathering.onset_ms for gathering in state.gatherings], np.int64)
    grade = np.array([gathering.grade for gathering in state.gatherings], np.int64)
    goes_on = count >= fewest
    rank, age = np.where(goes_on, -grade[a], 1), np.where(goes_on, onset[a], 0)
    order = np.lexsort((b, a, onset[a], -count, age, rank))
    order = order[same[order]]
    return list(zip(a[order].tolist(), b[order].tolist(), strict=True))


def everybody(groups: Sequence[Group]) -> Ints:
    """The people of all groups, one after the other."""
    return np.concatenate([NOBODY, *(group.people for group in groups)])


def numbered(groups: Sequence[Group]) -> Ints:
    """Beside `everybody`: which group each is of."""
    return np.repeat(np.arange(len(groups)), [len(group.people) for group in groups])


def floors(groups: Sequence[Group]) -> Ints:
    """(G,)"""
    return np.array([group.floor for group in groups], np.int64)


def judge(gathering: Gathering, now_ms: int, settings: CrowdingSettings) -> list[Crowding]:
    """Raise one that lasts; afterwards tell a colour that is steady, or other members."""
    level = grade_of(len(gathering.group.people), settings)
    if level is not gathering.next_grade:
        gathering.next_grade, gathering.next_since_ms = level, now_ms
    if gathering.grade is Grade.NONE:
        gathering.grade = level
        return [told(gathering, Phase.RAISED, level, now_ms, settings)]
    steady = now_ms - gathering.next_since_ms >= settings.grade_steady_ms
    regraded = level != gathering.grade and steady
    moved_on = gathering.group.people.tobytes() != gathering.told_people
    if not regraded and not (moved_on and now_ms - gathering.told_ms >= settings.grade_steady_ms):
        return []
    gathering.grade = level if regraded else gathering.grade
    return [told(gathering, Phase.CHANGED, gathering.grade, now_ms, settings)]


def told(
    gathering: Gathering, phase: Phase, grade: Grade, now_ms: int, settings: CrowdingSettings
) -> Crowding:
    """The decision, with the numbers that explain it."""
    group = gathering.group
    gathering.told_people, gathering.told_ms = group.people.tobytes(), now_ms
    return Crowding(
        phase=phase,
        onset_ms=gathering.onset_ms,
        at_ms=now_ms,
        x=group.x,
        y=group.y,
        floor=group.floor,
        gathering=gathering.id,
        grade=grade,
        members=tuple(sorted(UUID(tag) for tag in group.members)),
        radius_m=group.radius_m,
        inputs={
            "count": len(group.people),
            "lasted_ms": gathering.together_ms - gathering.onset_ms,
            "radius_limit_m": settings.radius_m,
            "longer_than_ms": settings.longer_than_ms,
            "limits": [settings.yellow_at, settings.orange_at, settings.red_at],
        },
    )


def dump(state: CrowdingState) -> list[dict[str, Any]]:
    """The state as JSON-able values."""
    names = state.register.names
    return [
        {
            "id": str(g.id),
            "ms": [g.onset_ms, g.together_ms, g.next_since_ms, g.told_ms],
            "grade": [int(g.grade), int(g.next_grade)],
            "group": [g.group.floor, g.group.x, g.group.y, g.group.radius_m],
            "members": sorted(g.group.members),
            "told": sorted(names[k] for k in np.frombuffer(g.told_people, np.int64).tolist()),
        }
        for g in state.gatherings
    ]


def load(plain: list[dict[str, Any]]) -> CrowdingState:
    """Undo `dump`."""
    state = CrowdingState()
    state.gatherings = [_gathering(one, state.register) for one in plain]
    return state


def _gathering(one: dict[str, Any], register: Register) -> Gathering:
    floor, x, y, radius = one["group"]
    onset, together, since, told_ms = one["ms"]
    grade, next_grade = map(Grade, one["grade"])
    people, told = (np.sort(register.numbers(one[key])) for key in ("members", "told"))
    group = Group(floor, people, NOBODY, register.names, x, y, radius)
    gathering = Gathering(group, onset, together, group)
    return replace(
        gathering,
        grade=grade,
        next_grade=next_grade,
        next_since_ms=since,
        told_people=told.tobytes(),
        told_ms=told_ms,
        known_id=UUID(one["id"]),
    )
