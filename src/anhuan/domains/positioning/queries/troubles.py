"""One thing wrong with one device, as the regular look tells of it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from anhuan.domains.alarms.rules import Place
from anhuan.domains.positioning.models import Tag

SOURCE = "devices"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong with one device."""

    kind: str
    device: UUID
    title: str
    text: str
    place: Place = field(default_factory=Place)
    people: tuple[dict[str, Any], ...] = ()
    inputs: dict[str, Any] = field(default_factory=dict)

    @property
    def condition(self) -> str:
        """The alarm's name for it."""
        return f"{self.kind}:{self.device}"


def place_of(tag: Tag) -> Place:
    """Where a tag was last."""
    latest = getattr(tag, "latest", None)
    if latest is None:
        return Place()
    return Place(latest.area_id, latest.x_m, latest.y_m, latest.floor)


def people_of(holder: Any) -> tuple[dict[str, Any], ...]:
    """Who has it, as alarms keep people."""
    if holder is None:
        return ()
    kind = getattr(holder, "map_kind", "vehicle")
    return ({"id": str(holder.pk), "name": str(holder), "kind": kind},)
