"""What permits tell the rest of the house; the exchange sends the rows on (AQ 3064.2-2025 8.2)."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PermitChanged(Event):
    """A permit moved on, or something was added to it: live pages read it again."""

    type: ClassVar[str] = "permits.changed"
    permit: UUID
    version: int
    number: str
    state: str
    deed: str


@dataclass(frozen=True, slots=True)
class PermitEvent(Event):
    """Base: `row` has the 33 fields of AQ 3064.2 A.1 as they are after the change."""

    permit: UUID
    number: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PermitReserved(PermitEvent):
    """Somebody wants to work: the park's record of A.1 begins (6.1)."""

    type: ClassVar[str] = "permits.reserved"


@dataclass(frozen=True, slots=True)
class PermitIssued(PermitEvent):
    """All have signed."""

    type: ClassVar[str] = "permits.issued"


@dataclass(frozen=True, slots=True)
class PermitStarted(PermitEvent):
    """Work has begun."""

    type: ClassVar[str] = "permits.started"


@dataclass(frozen=True, slots=True)
class PermitAmended(PermitEvent):
    """Crew, guardian, time or content changed."""

    type: ClassVar[str] = "permits.amended"


@dataclass(frozen=True, slots=True)
class PermitSuspended(PermitEvent):
    """Work stands still."""

    type: ClassVar[str] = "permits.suspended"


@dataclass(frozen=True, slots=True)
class PermitResumed(PermitEvent):
    """Work goes on."""

    type: ClassVar[str] = "permits.resumed"


@dataclass(frozen=True, slots=True)
class PermitCancelled(PermitEvent):
    """Cancelled, voided, revoked or expired."""

    type: ClassVar[str] = "permits.cancelled"


@dataclass(frozen=True, slots=True)
class PermitAccepted(PermitEvent):
    """The work is over and was looked at."""

    type: ClassVar[str] = "permits.accepted"


@dataclass(frozen=True, slots=True)
class PermitAlarmChanged(Event):
    """An alarm of a permit began or ended: `row` has the 11 fields of AQ 3064.2 A.3."""

    type: ClassVar[str] = "permits.alarm"
    permit: UUID
    code: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PermitReminder(Event):
    """Something falls due soon: whoever is on the permit is told (PTW-079, PTW-164)."""

    type: ClassVar[str] = "permits.reminder"
    permit: UUID
    number: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class DayPlanned(Event):
    """The day's plan, one row of A.1 per permit."""

    type: ClassVar[str] = "permits.day_plan"
    day: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class DevicesTold(Event):
    """Words for locks, tags and sounders: beside the event they go to `anhuan.v1.down.{number}`."""

    type: ClassVar[str] = "permits.told"
    devices: tuple[str, ...]
    words: dict[str, str]  # {"cmd", "text", "until"}


@dataclass(frozen=True, slots=True)
class UnpermittedFound(Event):
    """Work without a permit was found, or dealt with: a row of A.3 without a ticket (alarm 60)."""

    type: ClassVar[str] = "permits.unpermitted"
    found: UUID
    row: dict[str, Any]
