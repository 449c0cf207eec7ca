"""Walls and stairs of the plant, as far as its structures tell them.

A structure's geometry may carry, beside its outline, `openings` ([x, y, width], its doors) and
`stairs` ([x, y, radius, [floor, …]]), GeoJSON foreign members in plant metres. An outline without
openings is no wall: it would lock people out.
"""

from __future__ import annotations

import logging
from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Structure
from anhuan.engine.core.config import Passage, Wall
from anhuan.engine.core.walls.outline import walls_of

log = logging.getLogger("engine")
Ground = tuple[tuple[Wall, ...], tuple[Passage, ...]]


def load_ground(company: Company) -> Ground:
    """All walls and passages; a structure that cannot be read is logged and left out."""
    rows = Structure.objects.filter(company=company, is_retired=False).order_by("code")
    walls: list[Wall] = []
    passages: list[Passage] = []
    for row in rows:
        try:
            walls += outline_of(row.geometry)
            passages += stairs_of(row.geometry)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            log.error("the walls of %s cannot be read: %s", row.code, error)
    return tuple(walls), tuple(passages)


def outline_of(geometry: dict[str, Any]) -> list[Wall]:
    """Walls of a Polygon with `openings`."""
    if geometry.get("type") != "Polygon" or not geometry.get("openings"):
        return []
    ring = [(float(x), float(y)) for x, y, *_ in geometry["coordinates"][0]]
    doors = [(float(x), float(y), float(width)) for x, y, width in geometry["openings"]]
    return walls_of(ring[:-1] if ring[0] == ring[-1] else ring, doors, None)


def stairs_of(geometry: dict[str, Any]) -> list[Passage]:
    """Passages of `stairs`."""
    return [
        Passage(float(x), float(y), float(radius), frozenset(int(floor) for floor in floors))
        for x, y, radius, floors in geometry.get("stairs") or ()
    ]
