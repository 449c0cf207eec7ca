"""What inspections tell the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class TasksMade(Event):
    """A plan's next tasks are there: phones fetch their own."""

    type: ClassVar[str] = "inspection.tasks_made"
    plan: UUID
    count: int


@dataclass(frozen=True, slots=True)
class TaskChanged(Event):
    """A task began, ended, was missed, rests or is due again: boards read it anew."""

    type: ClassVar[str] = "inspection.task_changed"
    task: UUID
    plan: UUID
    state: str
    abnormal: int


@dataclass(frozen=True, slots=True)
class PointSkipped(Event):
    """Somebody signed in at a point and passed others over (INS-042)."""

    type: ClassVar[str] = "inspection.point_skipped"
    task: UUID
    point: UUID
    passed: list[str]


@dataclass(frozen=True, slots=True)
class FaultFound(Event):
    """Equipment does not work: the contract with work orders (INS-054)."""

    type: ClassVar[str] = "inspection.fault_found"
    abnormality: UUID
    entry: UUID | None  # None, with task: found outside a round
    task: UUID | None
    point: UUID | None
    equipment: str
    text: str
