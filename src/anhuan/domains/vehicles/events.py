"""What the vehicle slice tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class TerminalChanged(Event):
    """A terminal was enrolled, changed or retired: the JT/T 808 server reads them again."""

    type: ClassVar[str] = "vehicles.terminal.changed"
    terminal: UUID
    phone: str


@dataclass(frozen=True, slots=True)
class TripChanged(Event):
    """A trip was booked, let in, let out or cancelled."""

    type: ClassVar[str] = "vehicles.trip.changed"
    trip: UUID
    vehicle: UUID
    state: str
