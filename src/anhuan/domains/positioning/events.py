"""What positioning tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ConfigChanged(Event):
    """Tags, anchors, assignments or fences changed: the engine has to read them again."""

    type: ClassVar[str] = "positioning.config.changed"
    what: str  # tags, anchors, vehicles, assignments, fences, job_areas, sounders, settings


@dataclass(frozen=True, slots=True)
class TagBound(Event):
    """Somebody, or a vehicle, got a tag."""

    type: ClassVar[str] = "positioning.tag.bound"
    tag: UUID
    subject: UUID
    subject_kind: str  # person, vehicle


@dataclass(frozen=True, slots=True)
class TagReturned(Event):
    """A tag was taken back."""

    type: ClassVar[str] = "positioning.tag.returned"
    tag: UUID
    subject: UUID
    subject_kind: str


@dataclass(frozen=True, slots=True)
class SounderTested(Event):
    """Words for one sounder: beside the event they go out to `anhuan.v1.down.{number}`."""

    type: ClassVar[str] = "positioning.sounder.tested"
    devices: tuple[str, ...]
    words: dict[str, str]  # {"cmd", "text", "until"}
