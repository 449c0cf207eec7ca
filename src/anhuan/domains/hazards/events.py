"""What hazards tell the rest of the house."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class HazardChanged(Event):
    """Something was done to a hazard: live pages read it again, the risk map its area."""

    type: ClassVar[str] = "hazards.changed"
    hazard: UUID
    number: str
    version: int
    state: str
    deed: str
    level: int | None
    area: UUID | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class HazardRow(Event):
    """The row of table 6 as it is now; DELETED 1 when it is to be taken out (附件2 6.2(6))."""

    type: ClassVar[str] = "hazards.row"
    hazard: UUID
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class HazardOverdue(Event):
    """The deadline has passed without acceptance (S5 附件 一(八)2: its area rises a colour)."""

    type: ClassVar[str] = "hazards.overdue"
    hazard: UUID
    number: str
    level: int | None
    area: UUID | None
    rung: str  # "" the deadline itself, else whom it has reached
