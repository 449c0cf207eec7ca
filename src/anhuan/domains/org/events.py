"""What the organisation tells the slices above it."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PersonChanged(Event):
    """A person was made or changed; `name` and `kind` as they are now."""

    type: ClassVar[str] = "org.person.changed"
    person: UUID
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class PersonRetired(Event):
    """A person left for good (or for now): tags are to be taken back, permits looked at."""

    type: ClassVar[str] = "org.person.retired"
    person: UUID
    name: str


@dataclass(frozen=True, slots=True)
class OrganisationChanged(Event):
    """The company's card, its departments, posts or duty calendar changed."""

    type: ClassVar[str] = "org.organisation.changed"
    what: str  # company, departments, posts, shifts, holidays


@dataclass(frozen=True, slots=True)
class AccountChanged(Event):
    """An account was made, changed, given or denied rights."""

    type: ClassVar[str] = "org.account.changed"
    account: UUID
