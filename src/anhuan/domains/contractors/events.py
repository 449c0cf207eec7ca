"""What the slice tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ContractorChanged(Event):
    """A firm was enlisted, decided about, or its papers changed."""

    type: ClassVar[str] = "contractors.firm.changed"
    contractor: UUID
    firm: UUID
    admission: str


@dataclass(frozen=True, slots=True)
class MemberDecided(Event):
    """Somebody of a contractor was admitted or refused."""

    type: ClassVar[str] = "contractors.member.decided"
    person: UUID
    admission: str


@dataclass(frozen=True, slots=True)
class BarChanged(Event):
    """The blacklist has one more, or one less."""

    type: ClassVar[str] = "contractors.bar.changed"
    firm: UUID | None
    person: UUID | None
    is_lifted: bool
