"""What emergency tells the rest of the house."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class EvacuationOrdered(Event):
    """People are told to leave a place."""

    type: ClassVar[str] = "emergency.ordered"
    evacuation: UUID
    title: str
    is_drill: bool
    alarm: UUID | None
    people: int


@dataclass(frozen=True, slots=True)
class DevicesTold(Event):
    """Words for tags and sounders: beside the event they go out to `anhuan.v1.down.{number}`."""

    type: ClassVar[str] = "emergency.told"
    evacuation: UUID
    devices: tuple[str, ...]
    words: dict[str, Any]  # {"id", "cmd", "text", "until", "drill"}


@dataclass(frozen=True, slots=True)
class EvacuationChanged(Event):
    """The roll-call moved on: live pages read it again."""

    type: ClassVar[str] = "emergency.changed"
    evacuation: UUID
    version: int
    left: int


@dataclass(frozen=True, slots=True)
class EvacuationStoodDown(Event):
    """All clear."""

    type: ClassVar[str] = "emergency.stood_down"
    evacuation: UUID
    is_drill: bool
    reason: str
