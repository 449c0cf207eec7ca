"""What the open hub tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ExtraChanged(Event):
    """A client said more about a tag, a person, a zone or a fence than our own columns hold."""

    type: ClassVar[str] = "omlox.extra.changed"
    kind: str
    target: UUID
