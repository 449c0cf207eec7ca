"""What the slice tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class WatchChanged(Event):
    """A post, its roster or its log changed."""

    type: ClassVar[str] = "watch.changed"
    post: UUID
    what: str  # post, roster, note, given, taken
