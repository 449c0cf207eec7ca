"""What has been written so far, by the codes of `devices.plant`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anhuan.domains.org.models import Account, Company, Department, Person, Post
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Tag


@dataclass(slots=True)
class Sown:
    """Rows by code or number. `since`: when tags were given out, before any history."""

    company: Company
    since: datetime
    firms: dict[str, Company] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    posts: dict[tuple[str, str], Post] = field(default_factory=dict)  # department code, name
    people: dict[str, Person] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)


def polygon(ring: Any) -> dict[str, Any]:
    """A ring of plant metres as a GeoJSON Polygon."""
    corners = [[round(float(x), 3), round(float(y), 3)] for x, y in ring]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
