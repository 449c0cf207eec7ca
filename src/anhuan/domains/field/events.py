"""What the field slice tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class OperationReceived(Event):
    """Something a person did with a phone has been answered."""

    type: ClassVar[str] = "field.operation.received"
    operation: UUID
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class DeviceChanged(Event):
    """A phone was seen for the first time, blocked or let in again."""

    type: ClassVar[str] = "field.device.changed"
    device: UUID
    is_blocked: bool
