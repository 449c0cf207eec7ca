"""What the engine decides. Each decision explains itself and keeps its identity over a replay.

`id` depends only on the rule, whom and what it is about and when that began (`onset_ms`, event
time): deciding again after a crash gives the same id, so no alarm is raised twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, ClassVar
from uuid import UUID

from anhuan.kernel.ids import uuid_of


class Phase(StrEnum):
    """RAISED begins a state, CHANGED alters it, CLEARED ends it; the id stays."""

    RAISED = "raised"
    CHANGED = "changed"
    CLEARED = "cleared"


class Grade(IntEnum):
    """Colours of AQ 3064.3-2025 5.2.3."""

    NONE = 0
    YELLOW = 1
    ORANGE = 2
    RED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """onset_ms: when the state began; at_ms: when this was decided; inputs: the numbers why."""

    rule: ClassVar[str] = ""
    version: ClassVar[int] = 1

    phase: Phase
    onset_ms: int
    at_ms: int
    zone: UUID | None = None
    tag: UUID | None = None
    x: float | None = None
    y: float | None = None
    floor: int | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        """The identity of the state, the same for raised, changed and cleared."""
        return uuid_of(self.rule, self.zone, self.tag, self.onset_ms)


class OverCount(Decision):
    """Too many in a zone (超员). AQ 3064.3-2025 5.2.4 c, A.5."""

    rule = "over_count"


class UnderCount(Decision):
    """Too few in a zone (缺员). AQ 3064.3-2025 5.2.4 d."""

    rule = "under_count"


class Entered(Decision):
    """A tag is in an active zone it may not enter (越界, 闯入). AQ 3064.3-2025 5.2.4 a."""

    rule = "entered"


class Left(Decision):
    """A tag that has to stay in an active zone went out of it (越界出, 离岗)."""

    rule = "left"


class Absent(Decision):
    """A tag that has to be in an active zone has not come (特定人员缺失). 5.2.4 d."""

    rule = "absent"


class Strayed(Decision):
    """A tag with a post of its own is at the post of others (串岗). POS-097."""

    rule = "strayed"


class Detoured(Decision):
    """Somebody on a round left its way (巡检偏离路线). POS-045."""

    rule = "detoured"


class LeftPlant(Decision):
    """A tag went out of the plant (携标签离厂)."""

    rule = "left_plant"


class NearHighRisk(Decision):
    """A tag is close to an active zone it may not enter. POS-056."""

    rule = "near_high_risk"


class JobLeft(Decision):
    """A guardian or worker is not at the job (作业、监护人员离开). Province code 08."""

    rule = "job_left"


class GuardInside(Decision):
    """A guardian is in the confined space that he has to guard from outside. GB 30871-2022 6.8."""

    rule = "guard_inside"


class Intruded(Decision):
    """Somebody who does not belong to a job is in its area (非作业人员闯入). Code 09."""

    rule = "intruded"


class Overspeed(Decision):
    """A vehicle is faster than its place allows (车辆超速). Province code 07."""

    rule = "overspeed"


class OffRoute(Decision):
    """A vehicle is not on the route of its trip (车辆偏离路线). GATE-009."""

    rule = "off_route"


class ParkedIllegally(Decision):
    """A vehicle stands where it may not (违规停车). GATE-009."""

    rule = "illegal_parking"


class ParkedTooLong(Decision):
    """A vehicle stands for too long where it may (停车超时). GATE-009."""

    rule = "parked_too_long"


class Overstayed(Decision):
    """A tag has been in an active zone for too long (滞留). AQ 3064.3-2025 5.2.4 e."""

    rule = "overstayed"


class Still(Decision):
    """A tag has not moved for too long in an active zone (静止). AQ 3064.3-2025 5.2.4 b.

    Cleared means it moved, or is no longer judged there.
    """

    rule = "still"


class SignalLost(Decision):
    """Nothing heard of a tag for too long; where it was seen last."""

    rule = "signal_lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowding(Decision):
    """People gathered within the radius for too long (人员聚集). AQ 3064.3-2025 3.4, 5.2.3."""

    rule: ClassVar[str] = "crowding"
    version: ClassVar[int] = 2  # what newcomers outnumber goes on

    gathering: UUID
    grade: Grade
    members: tuple[UUID, ...]
    radius_m: float

    @property
    def id(self) -> UUID:
        """The gathering's own identity: who began it, where and when."""
        return self.gathering
