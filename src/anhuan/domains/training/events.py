"""What the slice tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CertificateChanged(Event):
    """A certificate was put on file, changed or made void."""

    type: ClassVar[str] = "training.certificate.changed"
    certificate: UUID
    person: UUID


@dataclass(frozen=True, slots=True)
class ResultRecorded(Event):
    """Somebody passed or failed a course, or a result was made void."""

    type: ClassVar[str] = "training.result.recorded"
    result: UUID
    person: UUID
    course: UUID
    is_passed: bool


@dataclass(frozen=True, slots=True)
class TrainingChanged(Event):
    """Courses, needs or settings changed."""

    type: ClassVar[str] = "training.changed"
    what: str
