"""Walls and stairs of the plant, as far as its structures tell them.

A structure's geometry may carry, beside its outline, `openings` ([x, y, width], its doors) and
`stairs` ([x, y, radius, [floor, …]]), GeoJSON foreign members in plant metres. An outline without
openings is no wall: it would lock people out.
"""

from __future__ import annotations

import logging
from typing import Any

from shapely.geometry import shape

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Structure
from anhuan.engine.core.config import Passage, Storeys, Wall
from anhuan.engine.core.walls.outline import walls_of

log = logging.getLogger("engine")
Ground = tuple[tuple[Wall, ...], tuple[Passage, ...], tuple[Storeys, ...]]
GROUND_M = 0.5  # a floor so near the ground is the ground: it is everywhere


def load_ground(company: Company) -> Ground:
    """All walls, passages and storeys; a structure that cannot be read is logged and left out."""
    rows = Structure.objects.filter(company=company, is_retired=False).order_by("code")
    walls: list[Wall] = []
    passages: list[Passage] = []
    storeys: list[Storeys] = []
    for row in rows:
        try:
            walls += outline_of(row.geometry)
            passages += stairs_of(row.geometry)
            storeys += storeys_of(row.geometry, row.floors)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            log.error("the walls of %s cannot be read: %s", row.code, error)
    return tuple(walls), tuple(passages), tuple(storeys)


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


def storeys_of(geometry: dict[str, Any], floors: list[dict[str, Any]]) -> list[Storeys]:
    """Floors off the ground, with the box around the structure."""
    raised = {int(one["floor"]) for one in floors or () if abs(float(one["z_m"])) > GROUND_M}
    if not raised or not geometry:
        return []
    return [Storeys(*shape(geometry).bounds, frozenset(raised))]
