"""What calibration tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class TestFinished(Event):
    """A walk test ("accuracy") or an alarm test ("alarms") is over; passed None: not complete."""

    type: ClassVar[str] = "calibration.test.finished"
    test: UUID
    duty: str
    passed: bool | None
