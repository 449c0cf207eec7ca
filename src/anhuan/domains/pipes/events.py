"""What pipes tell the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PipeChanged(Event):
    """A pipe was defined, changed, started, paused, stopped or removed."""

    type: ClassVar[str] = "pipes.changed"
    pipe: UUID
    name: str
    what: str
