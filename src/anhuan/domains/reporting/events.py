"""What reporting tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class RowTaken(Event):
    """A row is to be reported: senders look at once. `faults`: how many receivers hold it back."""

    type: ClassVar[str] = "reporting.row"
    row: UUID
    table: str
    version: int
    faults: int


@dataclass(frozen=True, slots=True)
class BatchEnded(Event):
    """A message was taken or refused."""

    type: ClassVar[str] = "reporting.batch"
    batch: UUID
    target: UUID
    table: str
    state: str


@dataclass(frozen=True, slots=True)
class OrderTaken(Event):
    """An authority sent something down, or changed it."""

    type: ClassVar[str] = "reporting.order"
    order: UUID
    kind: str
    level: str
    state: str


@dataclass(frozen=True, slots=True)
class Committed(Event):
    """The day's safety commitment was given, or given anew."""

    type: ClassVar[str] = "reporting.committed"
    commitment: UUID
    day: str
    is_late: bool
