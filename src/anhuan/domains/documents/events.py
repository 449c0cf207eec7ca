"""What the library tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class DocumentChanged(Event):
    """A document was filed, changed or made void."""

    document: UUID
    title: str
    type: ClassVar[str] = "documents.document.changed"
