"""What a source says when it raises, updates or ends an alarm."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.domains.alarms.rules.kinds import CROWD_CODES, KINDS
from anhuan.kernel.geometry import Ring, inside_ring


@dataclass(frozen=True, slots=True)
class Place:
    """Where: plant metres; all parts are optional."""

    area: UUID | None = None
    x_m: float | None = None
    y_m: float | None = None
    floor: int | None = None
    radius_m: float | None = None


@dataclass(frozen=True, slots=True)
class AlarmRaise:
    """A condition that has just begun.

    `condition` names what is wrong ("over_count:<area>"). `alarm_id` must be the same when the
    same moment is worked out again, so that a replay after kill -9 doubles nothing:
    `uuid_of("alarm", condition, raised_at_ms)`.
    """

    kind: str  # a code of `KINDS`
    condition: str
    raised_at: datetime  # event time
    title: str
    text: str = ""
    alarm_id: UUID | None = None
    source: str = "engine"
    priority: int | None = None  # None: as configured for the kind
    place: Place = field(default_factory=Place)
    people: tuple[dict[str, Any], ...] = ()  # {"id","name","kind","x_m","y_m","floor"}
    snapshot: dict[str, Any] = field(default_factory=dict)
    rule: str = ""
    rule_version: str = ""
    inputs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AlarmUpdate:
    """What changed about a condition that still holds; None leaves a field as it is."""

    condition: str
    at: datetime  # event time
    kind: str | None = None  # a worse kind re-alarms, a milder one is only noted
    priority: int | None = None
    title: str | None = None
    text: str | None = None
    place: Place | None = None
    people: tuple[dict[str, Any], ...] | None = None
    snapshot: dict[str, Any] | None = None
    inputs: dict[str, Any] | None = None


def is_worse(old_kind: str, old_priority: int, new_kind: str, new_priority: int) -> bool:
    """Whether the change must ring again: more urgent, or a graver colour of crowding."""
    if old_kind != new_kind and old_kind in CROWD_CODES and new_kind in CROWD_CODES:
        return CROWD_CODES.index(new_kind) > CROWD_CODES.index(old_kind)
    return new_priority < old_priority


def is_silenced_at(place: Place, area: UUID, outline: Ring | None) -> bool:
    """Whether a place lies in a silenced area: by name, or by being inside its outline."""
    if place.area == area:
        return True
    if place.x_m is None or place.y_m is None or not outline:
        return False
    return inside_ring(place.x_m, place.y_m, outline)


def may_silence(kind: str) -> bool:
    """SOS, falls and gatherings ring whatever anybody set (AQ 3064.3 5.2.3 d)."""
    known = KINDS.get(kind)
    return known is None or known.may_silence
