"""Typed events: what slices tell each other upwards, through the outbox."""

from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events. A subclass sets `type` ("alarm.raised") and JSON-plain fields."""

    type: ClassVar[str] = ""

    def data(self) -> dict[str, Any]:
        """Fields as JSON-plain values; UUIDs and datetimes become strings."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
