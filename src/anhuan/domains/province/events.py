"""What the province node tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class LevelChanged(Event):
    """A plant's colour changed."""

    type: ClassVar[str] = "province.level"
    enterprise: UUID
    level: str
    points: int


@dataclass(frozen=True, slots=True)
class OrderChanged(Event):
    """Something went down to a plant, was answered, or was closed."""

    type: ClassVar[str] = "province.order"
    order: UUID
    state: str
