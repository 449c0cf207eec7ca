"""What the mechanism tells the rest of the house."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CheckRow(Event):
    """A row of table 4 or 5 as it is to be sent; with faults it stays until they are mended."""

    type: ClassVar[str] = "mechanism.row"
    table: str
    line: UUID
    row: dict[str, Any]
    faults: list[str]


@dataclass(frozen=True, slots=True)
class MeasureFailed(Event):
    """A check found that a measure of control does not hold."""

    type: ClassVar[str] = "mechanism.measure_failed"
    measure: UUID
    task: UUID
    status: str


@dataclass(frozen=True, slots=True)
class WeekScored(Event):
    """A week's score, under the government's names."""

    type: ClassVar[str] = "mechanism.week_scored"
    monday: str
    parts: dict[str, Any]
