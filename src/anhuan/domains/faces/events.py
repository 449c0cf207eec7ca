"""What the slice tells the rest of the house: nothing of a face, only that consent changed."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class FaceConsentChanged(Event):
    """Somebody agreed, or took it back."""

    type: ClassVar[str] = "faces.consent.changed"
    person: UUID
    is_given: bool
