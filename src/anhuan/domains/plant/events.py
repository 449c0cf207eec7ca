"""What the plant as a place tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class MapChanged(Event):
    """Something drawn on the map changed: "site", "areas", "structures", "hazard_sources"."""

    what: str
    type: ClassVar[str] = "plant.map.changed"
