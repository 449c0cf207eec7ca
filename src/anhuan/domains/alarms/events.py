"""What alarms tell the rest of the house: each event carries the whole card, the last one wins."""

from dataclasses import dataclass
from typing import Any, ClassVar

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class AlarmEvent(Event):
    """Base: the alarm's card (`queries.card_of`) after the change."""

    alarm: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AlarmRaised(AlarmEvent):
    """A new alarm. Once in its life."""

    type: ClassVar[str] = "alarm.raised"


@dataclass(frozen=True, slots=True)
class AlarmUpdated(AlarmEvent):
    """Its text, people, place or grade changed; it rings again when the card is unacknowledged."""

    type: ClassVar[str] = "alarm.updated"


@dataclass(frozen=True, slots=True)
class AlarmAcknowledged(AlarmEvent):
    """Somebody has seen it: the sound stops."""

    type: ClassVar[str] = "alarm.acknowledged"


@dataclass(frozen=True, slots=True)
class AlarmReturned(AlarmEvent):
    """The condition ended, or somebody cleared it."""

    type: ClassVar[str] = "alarm.returned"


@dataclass(frozen=True, slots=True)
class AlarmHandled(AlarmEvent):
    """Its cause and what was done are written down."""

    type: ClassVar[str] = "alarm.handled"


@dataclass(frozen=True, slots=True)
class AlarmClosed(AlarmEvent):
    """The loop is closed."""

    type: ClassVar[str] = "alarm.closed"


@dataclass(frozen=True, slots=True)
class AlarmShelved(AlarmEvent):
    """Put aside for a while, or taken back."""

    type: ClassVar[str] = "alarm.shelved"
